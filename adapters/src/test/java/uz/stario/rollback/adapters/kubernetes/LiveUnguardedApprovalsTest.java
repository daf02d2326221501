package uz.stario.rollback.adapters.kubernetes;

import org.junit.jupiter.api.Tag;

/** Without the policy a cluster vouches for nobody. */
@Tag("live")
class LiveUnguardedApprovalsTest extends LiveApprovals {

  @Override
  protected boolean vouches() {
    return false;
  }
}

package uz.stario.rollback.testkit;

import uz.stario.rollback.port.Approvals;

class InMemoryApprovalsTest extends ApprovalsContract {

  private final InMemoryApprovals place = new InMemoryApprovals(false);

  @Override
  protected Approvals requester() {
    return place.as("olim");
  }

  @Override
  protected Approvals approver() {
    return place.as("zuhra");
  }

  @Override
  protected boolean vouches() {
    return true;
  }
}

package uz.stario.rollback.app.conformance;

import java.nio.file.Path;

/** What kubectl shows of the sandbox. */
class SandboxKubectlTest extends KubectlSuite {

  @Override
  Place open(Path home) {
    return Place.sandbox(home);
  }

  @Override
  boolean sandbox() {
    return true;
  }
}

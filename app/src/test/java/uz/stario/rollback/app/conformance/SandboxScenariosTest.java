package uz.stario.rollback.app.conformance;

import java.nio.file.Path;

/** The scenarios on the sandbox, beside what {@link LiveScenariosTest} recorded. */
class SandboxScenariosTest extends Scenes {

  @Override
  Place open(Path home) {
    return Place.sandbox(home);
  }

  @Override
  boolean records() {
    return false;
  }
}

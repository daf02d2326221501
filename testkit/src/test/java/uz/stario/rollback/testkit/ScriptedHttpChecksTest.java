package uz.stario.rollback.testkit;

import uz.stario.rollback.port.HttpChecks;

class ScriptedHttpChecksTest extends HttpChecksContract {

  private final ScriptedHttpChecks checks = new ScriptedHttpChecks();
  private int served;

  @Override
  protected HttpChecks checks() {
    return checks;
  }

  @Override
  protected String serve(Endpoint endpoint) {
    String address = "http://service/" + served++ + "/";
    checks.at(address, endpoint);
    return address;
  }
}

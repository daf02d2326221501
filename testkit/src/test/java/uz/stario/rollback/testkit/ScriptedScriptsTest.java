package uz.stario.rollback.testkit;

import uz.stario.rollback.port.Scripts;

class ScriptedScriptsTest extends ScriptsContract {

  private final ScriptedScripts scripts = new ScriptedScripts();

  @Override
  protected Scripts scripts() {
    return scripts;
  }

  @Override
  protected String put(Program program) {
    scripts.put("./smoke.sh", program);
    return "./smoke.sh";
  }
}

package uz.stario.rollback.run.engine;

/** Says before each effect whether this process may still act on the run's targets. Thread-safe. */
public interface Guard {

  /** Always: for what is locked by nobody. */
  Guard NONE =
      new Guard() {
        @Override
        public boolean mayAct() {
          return true;
        }

        @Override
        public String why() {
          return "";
        }
      };

  boolean mayAct();

  /** Why not, for people; empty while it may. */
  String why();
}

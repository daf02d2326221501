package uz.stario.rollback.lock;

/** Knows which processes of this machine have ended. Thread-safe. */
@FunctionalInterface
public interface Processes {

  /** Knows nothing of any. */
  Processes UNKNOWN = _ -> false;

  /** Whether it is certain that the process is no more; false where it can't be told from here. */
  boolean ended(Owner owner);
}

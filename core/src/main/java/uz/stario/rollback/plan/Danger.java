package uz.stario.rollback.plan;

/** How much a step can hurt; decides what a person is asked before it. */
public enum Danger {
  /** Reads, or writes what nobody's requests depend on. */
  ROUTINE,
  /** Changes what serves; comes back by itself or by the way back. */
  DISRUPTIVE,
  /** Removes or replaces data: asked for twice, never done twice. */
  DESTRUCTIVE
}

package uz.stario.rollback.sandbox.store;

/** Which part of an object a write may change. */
public enum Part {
  /** Everything but the status: the object's own path. */
  MAIN,
  /** The status, and annotations: the status subresource. */
  STATUS,
  /** Everything at once: what the controllers inside the sandbox write. */
  WHOLE
}

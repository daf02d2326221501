package uz.stario.rollback.run.engine;

import uz.stario.rollback.lock.Holding;

/**
 * What is known of the runs that hold something, beyond what the lock tells of them. Asked at each
 * attempt to lock, from any thread; a short look into a journal, no more.
 */
@FunctionalInterface
public interface Holders {

  /** Knows nothing of any. */
  Holders UNKNOWN = _ -> Known.NOTHING;

  Known of(Holding holding);

  /** What is known of one. */
  enum Known {
    NOTHING,
    /** It begins nothing more: what it holds is let go of as soon as its last effect is over. */
    LEAVING,
    /** Its end is written, so that nothing of it is half done. */
    ENDED,
    /** It was to begin here, and nothing of it was ever written: it has changed nothing. */
    UNBEGUN
  }
}

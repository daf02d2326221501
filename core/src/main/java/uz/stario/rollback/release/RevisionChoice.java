package uz.stario.rollback.release;

/** Which revision a person asked for. */
public sealed interface RevisionChoice {

  /** The previous version that is not recorded bad or vulnerable. */
  record Previous() implements RevisionChoice {}

  record Number(long number) implements RevisionChoice {}

  /** By image tag or digest. */
  record Version(String version) implements RevisionChoice {}
}

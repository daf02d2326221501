package uz.stario.rollback.verify;

/**
 * What a check found. No data is {@link Unknown}, never passed.
 *
 * <p>{@code detail} is one line for people.
 */
public sealed interface CheckResult {

  String detail();

  record Passed(String detail) implements CheckResult {}

  record Failed(String detail) implements CheckResult {}

  record Unknown(String detail) implements CheckResult {}
}

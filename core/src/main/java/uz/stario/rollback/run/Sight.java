package uz.stario.rollback.run;

/** What a look says of an effect whose answer was lost. {@code detail} is one line for people. */
public sealed interface Sight {

  String detail();

  /**
   * @param mark what the wait that follows needs to know; empty when nothing waits
   */
  record Done(String detail, String mark) implements Sight {}

  record NotDone(String detail) implements Sight {}

  record CannotTell(String detail) implements Sight {}
}

package uz.stario.platform.call;

/** What a service does not do, with the status of HTTP and a reason that its caller may read. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * Says no.
   *
   * @param status from 400 to 599
   * @param reason a sentence; nothing of the inside, and nothing of the input but names of fields
   */
  public Refusal(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  /** From 400 to 599. */
  public int status() {
    return status;
  }

  /** A sentence for the caller. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}

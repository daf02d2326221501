package uz.stario.platform.web;

/**
 * Why a request is not carried out: thrown by handlers, answered as a problem of RFC 9457.
 *
 * <p>The detail is for the client: it repeats nothing secret and nothing of the program's inside.
 */
public final class Problem extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status of HTTP, 400 to 599
   */
  public Problem(int status, String detail) {
    // No stack trace: it is an answer, and a flood of bad requests should cost little.
    super(detail, null, false, false);
    this.status = status;
  }

  public static Problem bad(String detail) {
    return new Problem(400, detail);
  }

  public int status() {
    return status;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}

package uz.stario.platform.web;

/** What answers a route; runs on a virtual thread of its own and must be safe for threads. */
@FunctionalInterface
public interface Handler {

  /**
   * @throws Problem answered as such
   * @throws Exception answered with 500 without a word of it, and logged
   */
  Response handle(Request request) throws Exception;
}

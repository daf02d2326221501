package uz.stario.rollback.sandbox.api;

import java.util.Objects;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/** Brings about the faults that end a request before it is served. */
final class FaultyRequests {
  private FaultyRequests() {}

  /** Whether the request is still to be served; refuses it where its fault is an answer. */
  static boolean survives(Exchange exchange, String verb) throws InterruptedException {
    switch (Objects.requireNonNullElse(exchange.fault(), NOTHING)) {
      case Fault.TooManyRequests(var retryAfter) ->
          throw Refused.tooManyRequests(Math.max(1, retryAfter.toSeconds()));
      case Fault.InternalError() ->
          throw new Refused(
              500,
              "InternalError",
              "Internal error occurred: etcdserver: request timed out",
              Manifest.object());
      case Fault.Unavailable() ->
          throw new Refused(
              503,
              "ServiceUnavailable",
              "the server is currently unable to handle the request",
              Manifest.object());
      case Fault.Gone() ->
          throw new Refused(410, "Expired", "The resourceVersion is too old", null);
      case Fault.Reset() -> {
        exchange.reset();
        return false;
      }
      case Fault.LostAnswer() -> {
        if (verb.equals("watch")) {
          // A watch has no effect that could be kept.
          exchange.reset();
          return false;
        }
      }
      case Fault.Delay(var by) -> Thread.sleep(by);
      case Fault.StaleList _, Fault.WatchGap _, Fault.WebhookRefuses _ -> {}
    }
    return true;
  }

  /** Changes nothing. */
  private static final Fault.OfRequest NOTHING = new Fault.StaleList(0);
}

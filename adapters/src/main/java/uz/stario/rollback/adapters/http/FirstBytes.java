package uz.stario.rollback.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The start of a body as text; the rest is not waited for. */
final class FirstBytes implements BodySubscriber<FirstBytes.Read> {

  /**
   * What was read.
   *
   * @param whole whether the body ended within the limit
   */
  record Read(String text, boolean whole) {}

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Read> read = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  FirstBytes(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<Read> getBody() {
    return read;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    boolean more = false;
    for (ByteBuffer buffer : buffers) {
      byte[] chunk = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
      more |= buffer.hasRemaining();
    }
    // A body of exactly the limit is whole, but it is not worth waiting for its end.
    if ((more || bytes.size() >= limit) && subscription != null) {
      subscription.cancel();
      read.complete(new Read(bytes.toString(UTF_8), false));
    }
  }

  @Override
  public void onError(Throwable cause) {
    read.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    read.complete(new Read(bytes.toString(UTF_8), true));
  }
}

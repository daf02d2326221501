package uz.stario.rollback.adapters.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.adapters.slack.Delivery.Place;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * Posts messages to one Slack channel as a bot: one message a run, which later ones change in
 * place, and their details as replies below it.
 *
 * <p>Where a run's message stands is kept, so that a process that takes the run up goes on in the
 * same thread and repeats no reply. Whether an attempt without an answer was posted is not known;
 * it is tried again, and {@link #undelivered} says that a message may stand twice. Delivered by an
 * {@link Outbox}. {@link #close} waits 3 seconds at most. Thread-safe; never throws.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage/">Slack:
 *     chat.postMessage</a>
 * @see <a href="https://docs.slack.dev/reference/methods/chat.update/">Slack: chat.update</a>
 */
public final class SlackBot implements Notifier {

  private static final String USUAL_API = "https://slack.com/api/";
  private static final String NO_ROOT = "what it answers was not delivered";

  private final String channel;
  private final WebApi api;
  private final Threads threads;
  private final Outbox outbox;

  /**
   * @param name as people call the channel
   * @param channel as Slack knows it
   */
  SlackBot(
      String name, String channel, WebApi api, Threads threads, Pause pause, Duration patience) {
    this.channel = channel;
    this.api = api;
    this.threads = threads;
    this.outbox = new Outbox(name, pause, patience);
  }

  /**
   * Connects to nothing yet.
   *
   * @param name as people call the channel: {@code #incidents}
   * @param token the bot's, a secret
   * @param folder where is kept what was posted
   */
  public static Answer<SlackBot> open(
      String name, Channel.Route.Bot bot, String token, Path folder, InstantSource clock) {
    String address = bot.api().orElse(USUAL_API);
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      return unusable(
          name,
          "What is kept as its token can be none: a token is one word.",
          "Copy the bot token (xoxb-…) from Slack once more.");
    }
    try {
      URI uri = new URI(address.endsWith("/") ? address : address + "/");
      boolean here =
          Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(uri.getHost()));
      if (uri.getHost() == null || !("https".equals(uri.getScheme()) || here)) {
        return unusable(
            name,
            "Its token would go over the network unencrypted.",
            "Begin slack.api in the playbook with https://.");
      }
      return Answer.given(
          new SlackBot(
              name,
              bot.channel(),
              new WebApi(uri, token, Post.USUAL),
              new ThreadFiles(folder, clock),
              Thread::sleep,
              SlackWebhook.PATIENCE_AT_CLOSE));
    } catch (URISyntaxException e) {
      return unusable(name, "slack.api is no address.", "Correct it in the playbook.");
    }
  }

  private static Answer<SlackBot> unusable(String name, String why, String next) {
    return Answer.refused(
        Problem.unchanged(ErrorCode.SECRET_UNUSABLE, "Cannot post to " + name + ".", why, next));
  }

  @Override
  public void post(RunId run, Message message) {
    outbox.add(message.details().isEmpty() ? 1 : 2, () -> deliver(run, message));
  }

  private void deliver(RunId run, Message message) throws InterruptedException {
    boolean replies = !message.details().isEmpty();
    Optional<Place> root;
    try {
      root = headline(run, Layout.headline(message));
    } catch (InterruptedException e) {
      if (replies) {
        outbox.giveUp(1, NO_ROOT);
      }
      throw e;
    }
    if (replies && root.isEmpty()) {
      outbox.giveUp(1, NO_ROOT);
    } else if (replies) {
      reply(run, root.get(), message);
    }
  }

  /** Changes the run's message, or posts it where there is none yet. */
  private Optional<Place> headline(RunId run, Map<String, Object> payload)
      throws InterruptedException {
    Optional<Threads.Known> known = threads.find(run).filter(t -> t.channel().equals(channel));
    Optional<Place> root = known.flatMap(Threads.Known::root);
    if (root.isEmpty()) {
      if (known.isPresent()) {
        outbox.note(
            "Whether the first message of run "
                + run
                + " was posted is not known; it may stand"
                + " above, unchanged.");
      }
      return begin(run, payload);
    }
    Place place = root.get();
    Map<String, Object> change = new LinkedHashMap<>(payload);
    change.keySet().removeAll(Layout.FOR_POSTS_ALONE);
    change.put("channel", place.channel());
    change.put("ts", place.timestamp());
    return switch (outbox.change(backOff -> api.call("chat.update", change, backOff))) {
      case Delivery.Delivered _ -> root;
      case Delivery.Gone _ -> begin(run, payload);
      // The thread is there all the same.
      case Delivery.Later _, Delivery.Never _ -> root;
    };
  }

  private Optional<Place> begin(RunId run, Map<String, Object> payload)
      throws InterruptedException {
    threads.keep(run, new Threads.Known(channel, Optional.empty(), Set.of()));
    Map<String, Object> post = new LinkedHashMap<>(payload);
    post.put("channel", channel);
    Delivery delivery = outbox.deliver(backOff -> api.call("chat.postMessage", post, backOff));
    return switch (delivery) {
      case Delivery.Delivered(Optional<Place> at) -> {
        at.ifPresent(place -> threads.keep(run, new Threads.Known(channel, at, Set.of())));
        yield at;
      }
      case Delivery.Later(_, _, boolean mayHaveArrived) -> {
        if (!mayHaveArrived) {
          threads.forget(run);
        }
        yield Optional.empty();
      }
      case Delivery.Never _, Delivery.Gone _ -> {
        threads.forget(run);
        yield Optional.empty();
      }
    };
  }

  private void reply(RunId run, Place root, Message message) throws InterruptedException {
    Map<String, Object> reply = new LinkedHashMap<>(Layout.details(message));
    String digest = digest(message);
    Threads.Known known =
        threads.find(run).orElse(new Threads.Known(channel, Optional.of(root), Set.of()));
    if (known.said().contains(digest)) {
      outbox.stands();
      return;
    }
    reply.put("channel", root.channel());
    reply.put("thread_ts", root.timestamp());
    if (message.kind() == Kind.INCOMPLETE) {
      // A changed message wakes nobody, and this one needs somebody.
      reply.put("reply_broadcast", true);
    }
    Delivery delivery = outbox.deliver(backOff -> api.call("chat.postMessage", reply, backOff));
    if (delivery instanceof Delivery.Delivered) {
      Set<String> said = new HashSet<>(known.said());
      said.add(digest);
      threads.keep(run, new Threads.Known(channel, Optional.of(root), said));
    } else if (delivery instanceof Delivery.Gone(String reason)) {
      outbox.giveUp(1, reason);
    }
  }

  private static String digest(Message message) {
    String text = message.title() + "\n" + String.join("\n", message.details());
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  @Override
  public void close() {
    outbox.close();
  }

  @Override
  public String undelivered() {
    return outbox.undelivered();
  }

  /** Says nothing of the token. */
  @Override
  public String toString() {
    return "SlackBot";
  }
}

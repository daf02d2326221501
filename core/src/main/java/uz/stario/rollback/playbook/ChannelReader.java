package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where people are told, and in which words. */
final class ChannelReader {

  private ChannelReader() {}

  /**
   * A channel with the places of what may clash with other parts of the file.
   *
   * @param figures the checks that it names
   */
  record Draft(Optional<Channel> channel, List<Located<String>> figures) {
    static final Draft NONE = new Draft(Optional.empty(), List.of());
  }

  static Optional<Draft> read(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.CHANNEL, mistakes);
    Optional<String> name = fields.text("name");
    Optional<Located<Node>> webhook = fields.find("webhook");
    Optional<Located<Node>> slack = fields.find("slack");
    if (from.value() instanceof Node.Mapping mapping
        && webhook.isPresent() == slack.isPresent()
        && mapping.entries().stream().allMatch(e -> Shape.CHANNEL.keys().contains(e.key()))) {
      mistakes.add(from, "must hold one of webhook and slack");
    }
    Optional<Channel.Route> hook =
        webhook
            .flatMap(value -> SecretReader.read(value, Shape.WEBHOOK, mistakes))
            .map(Channel.Route.Webhook::new);
    Optional<Channel.Route> bot = slack.flatMap(value -> bot(value, mistakes));
    MessageTemplates messages =
        fields.read("messages", ChannelReader::messages).orElse(MessageTemplates.USUAL);
    List<Located<String>> named = new ArrayList<>();
    Channel.Figures figures =
        fields
            .read("figures", (value, all) -> figures(value, named, all))
            .orElse(Channel.Figures.NONE);
    return Optional.of(
        new Draft(
            name.flatMap(known ->
                hook.or(() -> bot).map(route -> new Channel(known, route, messages, figures))),
            named));
  }

  private static Optional<Channel.Figures> figures(
      Located<Node> from, List<Located<String>> named, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.FIGURES, mistakes);
    Optional<String> errorRate = fields.text("errorRate");
    Optional<String> p95 = fields.text("p95");
    errorRate.ifPresent(name -> named.add(fields.place("errorRate").with(name)));
    p95.ifPresent(name -> named.add(fields.place("p95").with(name)));
    return Optional.of(new Channel.Figures(errorRate, p95));
  }

  private static Optional<Channel.Route> bot(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.SLACK, mistakes);
    Optional<String> channel = fields.text("channel");
    Optional<SecretSource> token =
        fields.read("token", (value, all) -> SecretReader.read(value, Shape.TOKEN, all));
    Optional<String> api = fields.read("api", ChannelReader::api);
    return channel.flatMap(known -> token.map(source -> new Channel.Route.Bot(known, source, api)));
  }

  private static Optional<String> api(Located<Node> from, Mistakes mistakes) {
    Optional<String> address = Values.text(from, mistakes);
    address.flatMap(Addresses::baseFault).ifPresent(fault -> mistakes.add(from, fault));
    return address;
  }

  private static Optional<MessageTemplates> messages(Located<Node> from, Mistakes mistakes) {
    Map<String, Located.Keyed> entries = Fields.entries(from, mistakes).orElse(Map.of());
    if (entries.isEmpty() && from.value() instanceof Node.Mapping) {
      mistakes.add(from, "must hold at least one template");
    }
    entries.forEach((key, entry) -> {
      if (!MessageTemplates.NAMES.contains(key)) {
        mistakes.add(
            entry.value().path(),
            entry.key(),
            "is no template; there are " + String.join(", ", MessageTemplates.NAMES),
            key,
            MessageTemplates.NAMES);
      }
    });
    MessageTemplates usual = MessageTemplates.USUAL;
    return Optional.of(
        new MessageTemplates(
            template(entries, "inProgress", usual.inProgress(), mistakes),
            template(entries, "complete", usual.complete(), mistakes),
            template(entries, "incomplete", usual.incomplete(), mistakes)));
  }

  private static MessageTemplate template(
      Map<String, Located.Keyed> entries, String key, MessageTemplate usual, Mistakes mistakes) {
    return Optional.ofNullable(entries.get(key))
        .flatMap(entry -> template(entry.value(), mistakes))
        .orElse(usual);
  }

  private static Optional<MessageTemplate> template(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.MESSAGE, mistakes);
    Optional<String> title = fields.read("title", ChannelReader::text);
    Optional<List<MessageTemplate.Line>> lines = fields.read("fields", ChannelReader::lines);
    String status = fields.read("status", ChannelReader::text).orElse("");
    String closing = fields.read("closing", ChannelReader::text).orElse("");
    return title.flatMap(
        words -> lines.map(known -> new MessageTemplate(words, known, status, closing)));
  }

  private static Optional<List<MessageTemplate.Line>> lines(Located<Node> from, Mistakes mistakes) {
    Map<String, Located.Keyed> entries = Fields.entries(from, mistakes).orElse(Map.of());
    if (entries.isEmpty() && from.value() instanceof Node.Mapping) {
      mistakes.add(from, "must hold at least one field");
    }
    List<MessageTemplate.Line> lines = new ArrayList<>();
    entries.forEach((name, entry) -> {
      if (name.isBlank()) {
        mistakes.add(entry.value().path(), entry.key(), "a field needs a name");
      }
      text(entry.value(), mistakes)
          .ifPresent(text -> lines.add(new MessageTemplate.Line(name, text)));
    });
    return Optional.of(lines);
  }

  /** A text of which every placeholder is known. */
  private static Optional<String> text(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    List<String> known = Stream.of(Placeholder.values()).map(Placeholder::key).toList();
    for (String written : text.map(Placeholder::writtenIn).orElse(List.of())) {
      if (!known.contains(written)) {
        String message = Paths.shown("${" + written + "}") + " is no placeholder";
        mistakes.add(from.path(), from.at(), message, written, known);
      }
    }
    return text;
  }
}

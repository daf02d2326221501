package uz.stario.rollback.adapters.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import uz.stario.rollback.adapters.json.Json;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;

/**
 * Lays a message out as Block Kit JSON, as the playbook's templates do: a title, the fields with
 * bold names, the status.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks/section-block/">Slack: section
 *     block</a>
 */
final class Layout {

  /** Slack's limits; a message beyond one of them is refused as a whole. */
  static final int MAX_BLOCKS = 50;

  static final int MAX_FIELDS = 10;
  static final int MAX_TEXT = 3_000;
  static final int MAX_FIELD_TEXT = 2_000;

  /** Room for the title, the status and the line below it. */
  private static final int MAX_FIELD_BLOCKS = MAX_BLOCKS - 3;

  /** A name is ours and short; a value gets the rest of a field. */
  private static final int MAX_NAME = 200;

  private Layout() {}

  static String payload(Message message) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(section(sign(message.kind()) + " *" + cut(message.title()) + "*"));
    List<Field> fields = message.fields();
    int shown = Math.min(fields.size(), MAX_FIELD_BLOCKS * MAX_FIELDS);
    for (int from = 0; from < shown; from += MAX_FIELDS) {
      blocks.add(fields(fields.subList(from, Math.min(shown, from + MAX_FIELDS))));
    }
    blocks.add(section("*Status*: " + statusSign(message.kind()) + " " + cut(message.status())));
    String last = lastLine(message.kind(), fields.size() - shown);
    if (!last.isEmpty()) {
      blocks.add(section(last));
    }
    return Json.write(Map.of("text", fallback(message), "blocks", blocks));
  }

  /** What notifications and screen readers get. */
  private static String fallback(Message message) {
    String fields =
        message.fields().stream()
            .map(field -> field.name() + ": " + field.value())
            .collect(Collectors.joining(", "));
    return Mrkdwn.text(
        sign(message.kind()) + " " + message.title() + ". " + fields + ". " + message.status(),
        MAX_TEXT);
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", mrkdwn(text));
  }

  private static Map<String, Object> fields(List<Field> fields) {
    return Map.of("type", "section", "fields", fields.stream().map(Layout::field).toList());
  }

  private static Map<String, Object> field(Field field) {
    String name = "*" + Mrkdwn.text(field.name(), MAX_NAME) + "*: ";
    return mrkdwn(name + Mrkdwn.text(field.value(), MAX_FIELD_TEXT - name.length()));
  }

  /** Verbatim: Slack would otherwise turn names of channels and people into links and mentions. */
  private static Map<String, Object> mrkdwn(String text) {
    return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
  }

  /** Leaves room for what stands around it. */
  private static String cut(String text) {
    return Mrkdwn.text(text, MAX_TEXT - 100);
  }

  private static String lastLine(Kind kind, int left) {
    String more = left > 0 ? "… and " + left + " more fields. " : "";
    return switch (kind) {
      case IN_PROGRESS -> more + "Will update when complete.";
      case COMPLETE, INCOMPLETE -> more.strip();
    };
  }

  private static String sign(Kind kind) {
    return switch (kind) {
      case IN_PROGRESS -> "🔴";
      case COMPLETE -> "✅";
      case INCOMPLETE -> "⚠️";
    };
  }

  private static String statusSign(Kind kind) {
    return switch (kind) {
      case IN_PROGRESS -> "⏳";
      case COMPLETE -> "✅";
      case INCOMPLETE -> "⚠️";
    };
  }
}

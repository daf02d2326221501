package uz.stario.rollback.adapters.slack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;

/**
 * Lays a message out as Block Kit JSON, as the playbook's templates do: a title, the fields with
 * bold names, the status. What is longer than Slack takes is cut where people see it.
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
  static final int MAX_HEADER = 150;

  /**
   * For all fields together. Slack refuses blocks that are too long as a whole ({@code
   * msg_blocks_too_long}) and doesn't document from where on; nobody reads more than this anyway.
   */
  private static final int MAX_ALL_FIELDS = 9_000;

  /** A field that is cut shorter says nothing, so rather some are left out. */
  private static final int LEAST_FIELD = 150;

  /** A name may come from a playbook; a value gets the rest of a field. */
  private static final int MAX_NAME = 60;

  /** What {@code chat.update} knows no argument for. */
  static final Set<String> FOR_POSTS_ALONE = Set.of("unfurl_links", "unfurl_media");

  private static final String REPLY = "Details: ";

  private Layout() {}

  /** The message without its details. */
  static Map<String, Object> headline(Message message) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(header(sign(message.kind()) + " " + message.title()));
    List<Field> fields = message.fields();
    int shown = Math.min(fields.size(), MAX_ALL_FIELDS / LEAST_FIELD);
    int each = Math.min(MAX_FIELD_TEXT, MAX_ALL_FIELDS / Math.max(1, shown));
    for (int from = 0; from < shown; from += MAX_FIELDS) {
      blocks.add(fields(fields.subList(from, Math.min(shown, from + MAX_FIELDS)), each));
    }
    if (!message.status().isBlank()) {
      blocks.add(
          section(
              "*Status*: "
                  + statusSign(message.kind())
                  + " "
                  + Mrkdwn.text(message.status(), MAX_TEXT - 100)));
    }
    String last = lastLine(message.closing(), fields.size() - shown);
    if (!last.isEmpty()) {
      blocks.add(section(Mrkdwn.text(last, MAX_TEXT)));
    }
    return payload(fallback(message), blocks);
  }

  /** The details alone, for the thread below the message. */
  static Map<String, Object> details(Message message) {
    StringBuilder text = new StringBuilder();
    int left = message.details().size();
    for (String line : message.details()) {
      String shown = "• " + Mrkdwn.text(line, LEAST_FIELD * 4) + "\n";
      String rest = "… and " + left + " more lines";
      if (text.length() + shown.length() + rest.length() > MAX_TEXT) {
        text.append(rest);
        break;
      }
      text.append(shown);
      left--;
    }
    String lines = text.toString().strip();
    return payload(REPLY + Mrkdwn.text(message.title(), MAX_HEADER), List.of(section(lines)));
  }

  private static Map<String, Object> payload(String text, List<Map<String, Object>> blocks) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", text);
    payload.put("blocks", blocks);
    // A link in an incident's message is to be followed by people, not by Slack.
    payload.put("unfurl_links", false);
    payload.put("unfurl_media", false);
    return payload;
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

  private static Map<String, Object> header(String text) {
    return Map.of(
        "type",
        "header",
        "text",
        Map.of("type", "plain_text", "text", Mrkdwn.text(text, MAX_HEADER), "emoji", false));
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", mrkdwn(text));
  }

  private static Map<String, Object> fields(List<Field> fields, int each) {
    return Map.of(
        "type", "section", "fields", fields.stream().map(field -> field(field, each)).toList());
  }

  private static Map<String, Object> field(Field field, int longest) {
    String name = "*" + Mrkdwn.text(field.name(), MAX_NAME) + "*: ";
    return mrkdwn(name + Mrkdwn.text(field.value(), longest - name.length()));
  }

  /** Verbatim: Slack would otherwise turn names of channels and people into links and mentions. */
  private static Map<String, Object> mrkdwn(String text) {
    return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
  }

  private static String lastLine(String closing, int left) {
    String more = left > 0 ? "… and " + left + " more fields. " : "";
    return (more + closing).strip();
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

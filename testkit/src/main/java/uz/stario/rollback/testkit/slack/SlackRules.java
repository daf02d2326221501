package uz.stario.rollback.testkit.slack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.util.json.GsonLayoutBlockFactory;
import com.slack.api.util.json.GsonTextObjectFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Slack refuses in a message, by the types of its own SDK and its documented limits, and what
 * it would obey: a message of data must wake nobody and link nowhere.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks/">Slack: blocks</a>
 */
final class SlackRules {

  private static final int MAX_TEXT = 40_000;
  private static final int MAX_BLOCKS = 50;
  private static final int MAX_HEADER = 150;
  private static final int MAX_SECTION = 3_000;
  private static final int MAX_FIELDS = 10;
  private static final int MAX_FIELD = 2_000;

  /** Control sequences, and ampersands that are no escape. */
  private static final Pattern OBEYED = Pattern.compile("[<>]|&(?!amp;|lt;|gt;)");

  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(LayoutBlock.class, new GsonLayoutBlockFactory(true))
          .registerTypeAdapter(TextObject.class, new GsonTextObjectFactory(true))
          .create();

  private SlackRules() {}

  /**
   * Slack's word for what is wrong with a payload; empty for nothing.
   *
   * @param arguments what the method takes
   */
  static Optional<String> fault(JsonObject payload, Set<String> arguments) {
    if (!arguments.containsAll(payload.keySet())) {
      return Optional.of("invalid_arguments");
    }
    String text = text(payload, "text");
    JsonElement blocks = payload.get("blocks");
    if (text.isEmpty() && blocks == null) {
      return Optional.of("no_text");
    }
    if (text.length() > MAX_TEXT) {
      return Optional.of("msg_too_long");
    }
    if (OBEYED.matcher(text).find()) {
      return Optional.of("would_be_obeyed");
    }
    return blocks == null ? Optional.empty() : blocks(blocks);
  }

  private static Optional<String> blocks(JsonElement blocks) {
    if (!(blocks instanceof JsonArray array) || array.isEmpty() || array.size() > MAX_BLOCKS) {
      return Optional.of("invalid_blocks");
    }
    for (JsonElement json : array) {
      Optional<String> fault = block(json);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> block(JsonElement json) {
    LayoutBlock block;
    try {
      block = GSON.fromJson(json, LayoutBlock.class);
    } catch (JsonParseException e) {
      return Optional.of("invalid_blocks");
    }
    // What the SDK's types don't know is lost on the way there and back.
    if (!GSON.toJsonTree(block, LayoutBlock.class).equals(json)) {
      return Optional.of("invalid_blocks");
    }
    return switch (block) {
      case HeaderBlock header -> header(header);
      case SectionBlock section -> section(section);
      default -> Optional.of("invalid_blocks"); // none that this program sends
    };
  }

  private static Optional<String> header(HeaderBlock header) {
    return header.getText() == null
        ? Optional.of("invalid_blocks")
        : text(header.getText().getText(), MAX_HEADER);
  }

  private static Optional<String> section(SectionBlock section) {
    List<TextObject> fields = section.getFields();
    if ((section.getText() == null && fields == null)
        || (fields != null && (fields.isEmpty() || fields.size() > MAX_FIELDS))) {
      return Optional.of("invalid_blocks");
    }
    if (section.getText() != null) {
      Optional<String> fault = verbatim(section.getText(), MAX_SECTION);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return fields == null
        ? Optional.empty()
        : fields.stream().flatMap(field -> verbatim(field, MAX_FIELD).stream()).findFirst();
  }

  /** Without it Slack makes links and mentions of what looks like one. */
  private static Optional<String> verbatim(TextObject text, int limit) {
    if (!(text instanceof MarkdownTextObject markdown)) {
      return Optional.of("invalid_blocks");
    }
    return Boolean.TRUE.equals(markdown.getVerbatim())
        ? text(markdown.getText(), limit)
        : Optional.of("would_be_obeyed");
  }

  private static Optional<String> text(String text, int limit) {
    if (text.isEmpty() || text.length() > limit) {
      return Optional.of("invalid_blocks");
    }
    return OBEYED.matcher(text).find() ? Optional.of("would_be_obeyed") : Optional.empty();
  }

  static String text(JsonObject object, String field) {
    JsonElement value = object.get(field);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}

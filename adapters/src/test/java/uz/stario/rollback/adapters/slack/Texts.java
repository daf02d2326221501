package uz.stario.rollback.adapters.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What people read in a message that Slack was sent. */
final class Texts {

  private Texts() {}

  /** The texts of its blocks, fields included, in order. */
  static List<String> of(JsonObject payload) {
    List<String> texts = new ArrayList<>();
    for (JsonElement block : payload.getAsJsonArray("blocks")) {
      JsonObject object = block.getAsJsonObject();
      if (object.has("text")) {
        texts.add(text(object.get("text")));
      }
      if (object.has("fields")) {
        object.getAsJsonArray("fields").forEach(field -> texts.add(text(field)));
      }
    }
    return texts;
  }

  private static String text(JsonElement object) {
    return object.getAsJsonObject().get("text").getAsString();
  }
}

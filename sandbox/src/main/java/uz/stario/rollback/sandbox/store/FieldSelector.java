package uz.stario.rollback.sandbox.store;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A field selector: text at paths of the object compared with = and !=.
 *
 * <p>The real server allows a short list of paths per kind; here any path of scalar fields works.
 */
public record FieldSelector(List<Term> terms) {
  /** Matches every object. */
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  /** Copies the terms. */
  public FieldSelector {
    terms = List.copyOf(terms);
  }

  record Term(List<String> path, String value, boolean equal) {}

  /** Reads the text of a {@code fieldSelector} parameter; refuses what it cannot read with 400. */
  public static FieldSelector parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int at = part.indexOf('=');
      if (at < 1) {
        throw Refused.badRequest("invalid field selector term: " + part);
      }
      boolean equal = part.charAt(at - 1) != '!';
      String path = part.substring(0, equal ? at : at - 1).strip();
      String value = part.substring(part.startsWith("==", at) ? at + 2 : at + 1).strip();
      terms.add(new Term(List.of(path.split("\\.")), value, equal));
    }
    return terms.isEmpty() ? EVERYTHING : new FieldSelector(terms);
  }

  /** Whether the object has the wanted text at every path. */
  public boolean matches(JsonNode object) {
    for (Term term : terms) {
      String found = Manifest.text(object, term.path().toArray(String[]::new));
      if (found.equals(term.value()) != term.equal()) {
        return false;
      }
    }
    return true;
  }
}

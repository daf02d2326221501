package uz.stario.rollback.app;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How one command line went.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Outcome(int code, String out, String err) {

  /** Standard output as the one JSON value it must be. */
  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }
}

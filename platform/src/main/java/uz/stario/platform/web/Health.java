package uz.stario.platform.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Whether a service can do its work, and if not, why; filled while it starts. */
public final class Health {

  /** One thing that the service needs; bounded in time, safe for threads. */
  @FunctionalInterface
  public interface Check {
    /**
     * Why not, for people outside: without addresses and names of users. Empty when all is well.
     */
    Optional<String> problem();
  }

  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final String service;
  private final String version;
  private volatile boolean stopping;

  public Health(String service, String version) {
    this.service = service;
    this.version = version;
  }

  public Health need(String name, Check check) {
    checks.put(name, check);
    return this;
  }

  /** Says that the service was started without this, and does without. */
  public void leftOut(String name) {
    leftOut.add(name);
  }

  /** From now on the service wants no new requests. */
  void stopping() {
    stopping = true;
  }

  /** 200, or 503 with the reasons. */
  public Response answer() {
    List<String> reasons =
        Stream.concat(
                stopping ? Stream.of("the service is stopping") : Stream.empty(),
                checks.entrySet().stream()
                    .flatMap(check ->
                        check.getValue().problem().stream()
                            .map(problem -> check.getKey() + ": " + problem)))
            .toList();
    ObjectNode body = Json.object().put("status", reasons.isEmpty() ? "ok" : "unavailable");
    body.put("service", service).put("version", version);
    if (!reasons.isEmpty()) {
      body.set("reasons", Json.of(reasons));
    }
    if (!leftOut.isEmpty()) {
      body.set("left_out", Json.of(leftOut));
    }
    return Response.json(reasons.isEmpty() ? 200 : 503, body).with("Cache-Control", "no-store");
  }
}

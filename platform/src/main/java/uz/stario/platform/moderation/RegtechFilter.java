package uz.stario.platform.moderation;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.Service;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** The service {@code regtech-filter}: what may be published, for those who are signed in. */
public final class RegtechFilter {

  private static final int LONGEST = 10_000;

  private final Service service;
  private final Moderator moderator = new Moderator(Terms.shipped());

  private RegtechFilter(Service service) {
    this.service = service;
  }

  /** Adds what makes a service this one. */
  public static void addTo(Service service) {
    service.routes().post("/content/moderate", new RegtechFilter(service)::moderate);
  }

  private Response moderate(Request request) throws Problem {
    var _ = service.tokens().user(request);
    String text = request.json().only(List.of("text")).text("text", LONGEST);
    Moderator.Decision decision = moderator.decide(text);
    // Without the text: what people write is theirs.
    service
        .log()
        .info(
            "Moderation result",
            Map.of(
                "allowed", decision.allowed(),
                "score", decision.score(),
                "reasons", decision.reasons().size(),
                "characters", text.codePointCount(0, text.length()),
                "request_id", request.id()));
    return Response.json(200, json(decision));
  }

  private static ObjectNode json(Moderator.Decision decision) {
    ObjectNode body =
        Json.object().put("allowed", decision.allowed()).put("score", decision.score());
    ObjectNode scores = Json.object();
    Stream.of(Category.values())
        .forEach(category -> scores.put(category.key(), decision.scores().get(category)));
    body.set("scores", scores);
    body.set(
        "reasons",
        Json.of(
            decision.reasons().stream()
                .map(reason ->
                    Map.of(
                        "category", reason.category().key(),
                        "language", reason.language(),
                        "term", reason.term()))
                .toList()));
    return body;
  }
}

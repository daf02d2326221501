package uz.stario.rollback.app.options;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import uz.stario.rollback.app.wiring.Wiring;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Schemas;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Image;

/** Asks where the schemas of a scope stand, and which of them the images of a plan know. */
public final class SchemaQuestions {

  private SchemaQuestions() {}

  /**
   * Begins to ask for the revisions, each database once.
   *
   * @param revisions opened where there is something to ask
   */
  static Questions<SortedSet<String>> present(Scope scope, Supplier<SchemaRevisions> revisions) {
    Questions<SortedSet<String>> questions =
        new Questions<>("schema", SchemaRevisions.LIMIT, SchemaQuestions::unreadable);
    scope.services().stream()
        .flatMap(service -> service.schema().stream())
        .flatMap(need -> scope.environment().database(need.database()).stream())
        .distinct()
        .forEach(
            database -> questions.ask(database.name(), () -> revisions.get().current(database)));
    return questions;
  }

  /**
   * What was observed, with what the images say to which a plan goes, where nobody nearer says what
   * they know.
   *
   * @return empty where there is nothing to ask
   */
  public static Optional<Scopes.Observed> labelled(
      Scopes.Observed observed, Plan plan, Wiring wiring) {
    Set<Image> asked = Schemas.imagesToAsk(plan, observed.scope(), observed.states());
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Questions<SortedMap<String, String>> questions =
        new Questions<>("image", Images.LIMIT, SchemaQuestions::silent);
    Images images = wiring.images();
    asked.forEach(image -> questions.ask(image.reference(), () -> images.labels(image)));
    return Optional.of(observed.with(observed.schemas().labelled(questions.answers())));
  }

  private static Problem unreadable(String name, String why) {
    return Problem.unchanged(
        ErrorCode.DATABASE_UNREADABLE,
        "Cannot read the schema's revision of database " + name + ".",
        why,
        "Look at the server, or correct its address.");
  }

  private static Problem silent(String image, String why) {
    return Problem.unchanged(
        ErrorCode.IMAGE_UNREADABLE,
        "Cannot read the labels of image " + image + ".",
        "Its registry: " + why,
        "Look at the registry.");
  }
}

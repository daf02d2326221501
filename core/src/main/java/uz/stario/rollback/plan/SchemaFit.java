package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Revision;

/**
 * Whether the code of a version can run on the schema as it is now. What nobody knows is warned of
 * and never taken for fine.
 */
final class SchemaFit {

  private final Environment environment;
  private final Schemas schemas;
  private final KnownSchema known;
  private final Redactor redactor;

  SchemaFit(Environment environment, Schemas schemas, Redactor redactor) {
    this.environment = environment;
    this.schemas = schemas;
    this.known = new KnownSchema(schemas);
    this.redactor = redactor;
  }

  /** What is to be said of a service that goes to a revision; nothing where all is well. */
  Optional<Finding> finding(Service service, Revision to) {
    if (service.schema().isEmpty()) {
      return Optional.empty();
    }
    SchemaNeed need = service.schema().get();
    String database = "database " + need.database();
    if (environment.database(need.database()).isEmpty()) {
      return warning(
          database,
          "The schema was not looked at: the environment "
              + environment.name()
              + " does not say where the database is.");
    }
    Answer<SortedSet<String>> answer = schemas.present().get(need.database());
    if (answer == null) {
      return warning(database, "The schema was not looked at.");
    }
    return switch (answer) {
      case Answer.Refused<SortedSet<String>>(Problem problem) ->
          // One for all services that use it: the reason is the same.
          warning(
              database,
              "Nobody knows whether the schema fits: " + problem.why() + " " + problem.next());
      case Answer.Given<SortedSet<String>>(SortedSet<String> present) ->
          present.isEmpty()
              ? warning(
                  database,
                  "Nobody knows whether the schema fits: no revision is noted in it, so it was not"
                      + " made by Alembic or the table has another name.")
              : fit(service.name(), need, present, to);
    };
  }

  private Optional<Finding> fit(
      String service, SchemaNeed need, SortedSet<String> present, Revision to) {
    String at = "database " + need.database() + " is at " + words(present);
    return switch (known.of(service, need, to)) {
      case KnownSchema.Found.Unknown(List<String> asked, String trouble) ->
          warning(
              service,
              "Nobody knows whether "
                  + to.version()
                  + " can run on the schema: the "
                  + at
                  + ", and neither "
                  + String.join(", ", asked.subList(0, asked.size() - 1))
                  + " nor "
                  + asked.getLast()
                  + " says what it knows."
                  + (trouble.isBlank() ? "" : " " + trouble));
      case KnownSchema.Found.Known(SortedSet<String> revisions) ->
          fit(service, at, present, revisions, to);
    };
  }

  private Optional<Finding> fit(
      String service, String at, Set<String> present, SortedSet<String> knows, Revision to) {
    List<String> unknown = new ArrayList<>(present);
    unknown.removeAll(knows);
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    String cannot =
        "Cannot roll back "
            + service
            + " to "
            + to.version()
            + ": the "
            + at
            + ", and "
            + to.version()
            + " does not know "
            + words(new TreeSet<>(unknown))
            + " (it knows "
            + words(knows)
            + ").";
    if (schemas.skip().isPresent()) {
      return warning(
          service, cannot + " It is gone to all the same: " + redactor.text(schemas.skip().get()));
    }
    return Optional.of(
        new Finding(
            Finding.Weight.BLOCKER,
            service,
            cannot
                + " Go to a version that knows it, or downgrade the schema first; --skip-schema"
                + " REASON goes there all the same."));
  }

  private static String words(Set<String> revisions) {
    return String.join(", ", revisions);
  }

  private static Optional<Finding> warning(String about, String text) {
    return Optional.of(new Finding(Finding.Weight.WARNING, about, text));
  }
}

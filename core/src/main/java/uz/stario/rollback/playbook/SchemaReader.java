package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads databases, and on which of their revisions the versions of a service can run. */
final class SchemaReader {

  private SchemaReader() {}

  /** What a service needs, and where it names the database. */
  record Draft(SchemaNeed need, Optional<Located<String>> database) {}

  static List<Database> databases(Located<Node> from, Mistakes mistakes) {
    List<Database> databases = new ArrayList<>();
    Fields.entries(from, mistakes)
        .orElse(Map.of())
        .forEach((name, entry) -> {
          if (!NameRule.LABEL.allows(name)) {
            mistakes.add(entry.value().path(), entry.key(), "the name " + NameRule.LABEL.words());
          }
          databases.add(database(name, entry.value(), mistakes));
        });
    return databases;
  }

  private static Database database(String name, Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.DATABASE, mistakes);
    return new Database(
        name,
        fields
            .read("url", (value, all) -> SecretReader.read(value, Shape.DATABASE_URL, all))
            .orElse(new SecretSource.FromEnvironment("")),
        fields.name("table", NameRule.TABLE).orElse(Database.USUAL_TABLE));
  }

  static Optional<Draft> need(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.SCHEMA, mistakes);
    Optional<Located<String>> database =
        fields.find("database").flatMap(value -> Values.text(value, mistakes).map(value::with));
    List<SchemaNeed.Known> knows = new ArrayList<>();
    fields
        .find("knows")
        .flatMap(value -> Fields.entries(value, mistakes))
        .orElse(Map.of())
        .forEach((versions, entry) -> {
          if (!NameRule.VERSIONS.allows(versions)) {
            mistakes.add(
                entry.value().path(), entry.key(), "the version " + NameRule.VERSIONS.words());
          }
          knows.add(known(versions, entry.value(), mistakes));
        });
    return Optional.of(
        new Draft(
            new SchemaNeed(
                database.map(Located::value).orElse(""),
                knows,
                fields.name("label", NameRule.IMAGE_LABEL)),
            database));
  }

  private static SchemaNeed.Known known(String versions, Located<Node> from, Mistakes mistakes) {
    List<Located<Node>> items = Values.items(from, mistakes);
    if (items.isEmpty() && from.value() instanceof Node.Sequence) {
      mistakes.add(from, "must name at least one revision");
    }
    List<Located<String>> revisions = new ArrayList<>();
    for (Located<Node> item : items) {
      Values.name(item, NameRule.REVISION, mistakes)
          .ifPresent(name -> revisions.add(item.with(name)));
    }
    ServiceReader.reportTwice(revisions, mistakes);
    return new SchemaNeed.Known(
        versions, new TreeSet<>(revisions.stream().map(Located::value).toList()));
  }
}

package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a playbook of a parsed file, or says everything that is wrong with it at once. Pure; never
 * throws for what a file may hold.
 */
public final class PlaybookLoader {

  /** The version of the file format that this program reads. */
  public static final int SCHEMA_VERSION = 1;

  private PlaybookLoader() {}

  public static Loaded load(Node file) {
    Mistakes mistakes = new Mistakes();
    Located<Node> root = new Located<>(file, "", file.at());
    Optional<Loaded> newer = newerThanThisProgram(file);
    if (newer.isPresent()) {
      return newer.get();
    }
    Fields fields = new Fields(root, Shape.PLAYBOOK, mistakes);
    fields.find("schemaVersion").ifPresent(version -> checkVersion(version, mistakes));
    String platform = fields.text("platform").orElse("");
    List<EnvironmentReader.Draft> environments = new ArrayList<>();
    Map<String, Located.Keyed> places = named(fields.find("environments"), "environment", mistakes);
    List<ServiceReader.Draft> services = new ArrayList<>();
    Map<String, Located.Keyed> byName = named(fields.find("services"), "service", mistakes);
    places.forEach((name, at) ->
        environments.add(EnvironmentReader.read(name, at.value(), byName.keySet(), mistakes)));
    byName.forEach((name, at) -> services.add(ServiceReader.read(name, at.value(), mistakes)));
    List<CheckReader.Draft> checks = CheckReader.all(fields.items("checks"), mistakes);
    References.check(environments, services, checks, byName.keySet(), mistakes);
    return mistakes.none()
        ? new Loaded.Good(
            new Playbook(
                platform,
                environments.stream().map(EnvironmentReader.Draft::environment).toList(),
                services.stream().map(ServiceReader.Draft::service).toList(),
                checks.stream().map(CheckReader.Draft::check).toList()))
        : new Loaded.Bad(mistakes.all());
  }

  /** Of a newer format nothing else can be judged: its new keys are not mistakes. */
  private static Optional<Loaded> newerThanThisProgram(Node file) {
    if (!(file instanceof Node.Mapping mapping)) {
      return Optional.empty();
    }
    Mistakes mistakes = new Mistakes();
    for (Node.Entry entry : mapping.entries()) {
      Located<Node> at = Located.of("", entry);
      if (entry.key().equals("schemaVersion")
          && Values.integer(at, new Mistakes()).orElse(0L) > SCHEMA_VERSION) {
        mistakes.add(
            at,
            "the file is of a newer format; this program is too old for it: it reads version "
                + SCHEMA_VERSION
                + ". Update the program");
        return Optional.of(new Loaded.Bad(mistakes.all()));
      }
    }
    return Optional.empty();
  }

  private static void checkVersion(Located<Node> from, Mistakes mistakes) {
    Optional<Long> version = Values.integer(from, mistakes);
    if (version.isPresent() && version.get() != SCHEMA_VERSION) {
      mistakes.add(from, "must be " + SCHEMA_VERSION);
    }
  }

  private static Map<String, Located.Keyed> named(
      Optional<Located<Node>> from, String noun, Mistakes mistakes) {
    Map<String, Located.Keyed> entries =
        from.flatMap(value -> Fields.entries(value, mistakes)).orElse(Map.of());
    if (entries.isEmpty() && from.isPresent() && from.get().value() instanceof Node.Mapping) {
      mistakes.add(from.get(), "must name at least one " + noun);
    }
    entries.forEach((name, entry) -> {
      if (!NameRule.LABEL.allows(name)) {
        mistakes.add(entry.value().path(), entry.key(), "the name " + NameRule.LABEL.words());
      }
    });
    return entries;
  }
}

package uz.stario.rollback.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds a workload's state: revisions in the order in which they got their number, the last one
 * being what runs.
 */
public final class Given {

  public static final Instant FIRST = Instant.parse("2026-01-01T10:00:00Z");

  private final WorkloadRef ref;
  private final List<Revision> revisions = new ArrayList<>();
  private boolean paused;
  private boolean keepsNoHistory;
  private Optional<Template> lastApplied = Optional.empty();
  private Optional<Template> template = Optional.empty();
  private Optional<Instant> goneBackAt = Optional.empty();

  private Given(WorkloadRef ref) {
    this.ref = ref;
  }

  public static Given workload(String name) {
    return new Given(WorkloadRef.deployment(name));
  }

  /** A template of one container {@code app}. */
  public static Template template(String version, Map<String, String> env) {
    return template(List.of(container("app", image("app", version), env)));
  }

  public static Template template(String version) {
    return template(version, Map.of());
  }

  public static Template template(List<Container> containers) {
    String withoutEnv =
        containers.stream().map(c -> c.name() + c.image().reference()).toList().toString();
    return new Template(
        containers,
        new TreeSet<>(),
        Integer.toHexString(containers.toString().hashCode()),
        withoutEnv);
  }

  public static Container container(String name, String image, Map<String, String> env) {
    return new Container(
        name, false, new Image(image), new TreeMap<>(env), new TreeMap<>(), new TreeSet<>());
  }

  public static String image(String name, String version) {
    return "registry.example:5000/stario/" + name + ":" + version;
  }

  /** The next revision; it is as old as it is late in the list. */
  public Given revision(String version) {
    return revision(template(version));
  }

  public Given revision(Template template) {
    long number = revisions.size() + 1L;
    return revision(number, "rs-" + number, FIRST.plusSeconds(3600 * number), template);
  }

  public Given revision(long number, String id, Instant createdAt, Template template) {
    revisions.add(new Revision(number, id, id, createdAt, template, "", Verdict.NONE));
    return this;
  }

  /** The verdict on the revision added last. */
  public Given judged(Health health, String run, Instant at) {
    Revision last = revisions.removeLast();
    revisions.add(
        new Revision(
            last.number(),
            last.id(),
            last.name(),
            last.createdAt(),
            last.template(),
            last.changeCause(),
            new Verdict(health, run, at)));
    return this;
  }

  public Given judged(Health health, String run) {
    return judged(health, run, FIRST);
  }

  /** As a rollback renumbers: the revision gets the next number and keeps its age. */
  public Given goneBackTo(long number) {
    Revision back = revisions.stream().filter(r -> r.number() == number).findFirst().orElseThrow();
    long next = revisions.stream().mapToLong(Revision::number).max().orElseThrow() + 1;
    revisions.remove(back);
    revisions.add(
        new Revision(
            next,
            back.id(),
            back.name(),
            back.createdAt(),
            back.template(),
            back.changeCause(),
            back.verdict()));
    return this;
  }

  /** The same, with the time at which that was done. */
  public Given goneBackTo(long number, Instant at) {
    goneBackAt = Optional.of(at);
    return goneBackTo(number);
  }

  public Given paused() {
    paused = true;
    return this;
  }

  public Given keepsNoHistory() {
    keepsNoHistory = true;
    return this;
  }

  public Given lastApplied(Template applied) {
    lastApplied = Optional.of(applied);
    return this;
  }

  /** What it asks for, where that is not the last revision. */
  public Given asksFor(Template wanted) {
    template = Optional.of(wanted);
    return this;
  }

  public WorkloadState state() {
    return new WorkloadState(
        ref,
        "uid-" + ref.name(),
        template.orElseGet(() -> revisions.getLast().template()),
        revisions,
        goneBackAt.orElseGet(() -> revisions.getLast().createdAt()),
        paused,
        3,
        3,
        keepsNoHistory,
        lastApplied);
  }
}

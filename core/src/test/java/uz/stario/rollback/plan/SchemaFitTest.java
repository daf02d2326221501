package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.Template;

class SchemaFitTest {

  private static final SchemaNeed NEED =
      new SchemaNeed(
          "main", List.of(known("v1.2.*", "abc123"), known("v1.3.0", "abc123", "e4b92f60a8d5")));

  private static SchemaNeed.Known known(String versions, String... revisions) {
    return new SchemaNeed.Known(versions, revisions(revisions));
  }

  private static SortedSet<String> revisions(String... revisions) {
    return new TreeSet<>(List.of(revisions));
  }

  private static Schemas at(String... present) {
    return new Schemas(Map.of("main", Answer.given(revisions(present))), Optional.empty());
  }

  private static Planned shop(SchemaNeed need) {
    return new Planned()
        .service("web", Given.workload("web").revision("v1.2.3").revision("v1.3.0"))
        .needs(need);
  }

  private static Finding only(Plan plan) {
    assertThat(plan.findings()).hasSize(1);
    return plan.findings().getFirst();
  }

  @Test
  void a_version_that_knows_the_schema_is_gone_to_without_a_word() {
    assertThat(shop(NEED).schemas(at("abc123")).plan().findings()).isEmpty();
  }

  @Test
  void a_version_that_does_not_know_the_schema_is_blocked_and_all_that_is_known_is_said() {
    assertThat(only(shop(NEED).schemas(at("e4b92f60a8d5")).plan()))
        .isEqualTo(
            new Finding(
                Finding.Weight.BLOCKER,
                "web",
                "Cannot roll back web to v1.2.3: the database main is at e4b92f60a8d5, and v1.2.3"
                    + " does not know e4b92f60a8d5 (it knows abc123). Go to a version that knows"
                    + " it, or downgrade the schema first; --skip-schema REASON goes there all the"
                    + " same."));
  }

  @Test
  void every_head_must_be_known_and_those_that_are_not_are_named() {
    Finding finding = only(shop(NEED).schemas(at("abc123", "f00", "f11")).plan());

    assertThat(finding.weight()).isEqualTo(Finding.Weight.BLOCKER);
    assertThat(finding.text()).contains("does not know f00, f11 (it knows abc123)");
  }

  @Test
  void a_reason_makes_a_warning_of_the_blocker_and_stays_in_the_plan() {
    Schemas skipped =
        new Schemas(at("e4b92f60a8d5").present(), Optional.of("only reads the old column"));

    Finding finding = only(shop(NEED).schemas(skipped).plan());

    assertThat(finding.weight()).isEqualTo(Finding.Weight.WARNING);
    assertThat(finding.text())
        .contains("Cannot roll back web")
        .endsWith("only reads the old column");
  }

  @Test
  void a_reason_that_was_not_needed_says_nothing() {
    Schemas skipped = new Schemas(at("abc123").present(), Optional.of("to be sure"));

    assertThat(shop(NEED).schemas(skipped).plan().findings()).isEmpty();
  }

  @Test
  void what_nobody_knows_is_warned_of_and_never_fine() {
    Problem down =
        Problem.unchanged(ErrorCode.DATABASE_UNREADABLE, "No.", "It is down.", "Look at it.");
    SchemaNeed other = new SchemaNeed("main", List.of(known("v2.*", "abc123")));
    for (Planned planned :
        List.of(
            shop(NEED).schemas(new Schemas(Map.of("main", Answer.refused(down)), Optional.empty())),
            shop(NEED).schemas(at()),
            shop(NEED).schemas(Schemas.NONE),
            shop(NEED).schemas(at("abc123")).withoutDatabases(),
            shop(other).schemas(at("abc123")))) {
      assertThat(only(planned.plan()).weight()).isEqualTo(Finding.Weight.WARNING);
    }
  }

  @Test
  void a_database_that_does_not_answer_is_told_of_once_for_all_who_use_it() {
    Problem down =
        Problem.unchanged(ErrorCode.DATABASE_UNREADABLE, "No.", "It is down.", "Look at it.");
    Plan plan =
        new Planned()
            .service("web", Set.of(), List.of(), "web", "web-worker")
            .service("orders", Set.of(), List.of(), "orders")
            .needs(NEED)
            .schemas(new Schemas(Map.of("main", Answer.refused(down)), Optional.empty()))
            .plan();

    assertThat(only(plan).about()).isEqualTo("database main");
    assertThat(only(plan).text()).contains("It is down.");
  }

  @Test
  void where_the_playbook_says_nothing_of_a_version_its_pod_template_counts() {
    SchemaNeed silent = new SchemaNeed("main", List.of());
    Planned planned =
        new Planned()
            .service(
                "web",
                Given.workload("web").revision(saying("v1.2.3", "abc123")).revision("v1.3.0"));

    assertThat(planned.needs(silent).schemas(at("abc123")).plan().findings()).isEmpty();
    assertThat(only(planned.schemas(at("e4b92f60a8d5")).plan()).weight())
        .isEqualTo(Finding.Weight.BLOCKER);
    // What the playbook says can still be mended once the release is out.
    SchemaNeed mended = new SchemaNeed("main", List.of(known("v1.2.3", "e4b92f60a8d5")));
    assertThat(planned.needs(mended).plan().findings()).isEmpty();
  }

  private static final SchemaNeed LABELLED =
      new SchemaNeed("main", List.of(), Optional.of("shop.schema"));

  private static Schemas labelled(
      Schemas schemas, String image, Answer<SortedMap<String, String>> said) {
    return schemas.labelled(Map.of(image, said));
  }

  private static Planned web() {
    return new Planned()
        .service("web", Given.workload("web").revision("v1.2.3").revision("v1.3.0"));
  }

  private static String image(String version) {
    return Given.template(version).main().orElseThrow().image().reference();
  }

  @Test
  void where_nobody_nearer_says_it_the_label_of_the_image_counts() {
    Answer<SortedMap<String, String>> said =
        Answer.given(new TreeMap<>(Map.of("shop.schema", "abc123, d3486c1f9ea7")));
    Planned planned = web().needs(LABELLED);

    assertThat(
            planned.schemas(labelled(at("d3486c1f9ea7"), image("v1.2.3"), said)).plan().findings())
        .isEmpty();
    Finding finding = only(planned.schemas(labelled(at("f00"), image("v1.2.3"), said)).plan());
    assertThat(finding.weight()).isEqualTo(Finding.Weight.BLOCKER);
    assertThat(finding.text()).contains("does not know f00 (it knows abc123, d3486c1f9ea7)");
  }

  @Test
  void an_image_that_could_not_be_asked_leaves_it_unknown_and_says_why() {
    Problem down =
        Problem.unchanged(
            ErrorCode.IMAGE_UNREADABLE, "No.", "Its registry: no answer.", "Look at it.");

    Finding finding =
        only(
            web()
                .needs(LABELLED)
                .schemas(labelled(at("abc123"), image("v1.2.3"), Answer.refused(down)))
                .plan());

    assertThat(finding)
        .isEqualTo(
            new Finding(
                Finding.Weight.WARNING,
                "web",
                "Nobody knows whether v1.2.3 can run on the schema: the database main is at abc123,"
                    + " and neither the playbook, the pod template, the label shop.schema of its"
                    + " image nor its release in the ledger says what it knows. Its registry: no"
                    + " answer. Look at it."));
  }

  @Test
  void where_the_version_itself_says_nothing_what_was_recorded_of_its_release_counts() {
    SchemaNeed silent = new SchemaNeed("main", List.of());
    Schemas recorded = at("abc123").recorded(List.of(release("v1.2.3", "abc123")));

    assertThat(web().needs(silent).schemas(recorded).plan().findings()).isEmpty();
    Schemas ahead = at("e4b92f60a8d5").recorded(List.of(release("v1.2.3", "abc123")));
    assertThat(only(web().needs(silent).schemas(ahead).plan()).weight())
        .isEqualTo(Finding.Weight.BLOCKER);
    // Without an answer from the registry it is at least known with what the version was put live.
    Problem down = Problem.unchanged(ErrorCode.IMAGE_UNREADABLE, "No.", "Down.", "Look.");
    Schemas both = labelled(recorded, image("v1.2.3"), Answer.refused(down));
    assertThat(web().needs(LABELLED).schemas(both).plan().findings()).isEmpty();
  }

  @Test
  void the_newest_record_of_the_version_counts_and_those_of_others_do_not() {
    SchemaNeed silent = new SchemaNeed("main", List.of());
    Schemas recorded =
        at("abc123")
            .recorded(
                List.of(
                    release("v1.3.0", "f00"),
                    release("v1.2.3", ""),
                    release("v1.2.3", "abc123"),
                    release("v1.2.3", "f11")));

    assertThat(web().needs(silent).schemas(recorded).plan().findings()).isEmpty();
    Schemas others = at("f00").recorded(List.of(release("v1.3.0", "f00")));
    assertThat(only(web().needs(silent).schemas(others).plan()).weight())
        .isEqualTo(Finding.Weight.WARNING);
  }

  private static Release release(String version, String schema) {
    return new Release(
        Instant.EPOCH,
        "production",
        version,
        new TreeMap<>(Map.of("web", new ReleasedService(new TreeSet<>(), new TreeMap<>()))),
        schema,
        "",
        "anna");
  }

  @Test
  void only_images_that_nobody_speaks_for_are_asked() {
    Planned planned = web();
    assertThat(planned.needs(LABELLED).imagesToAsk()).containsExactly(new Image(image("v1.2.3")));
    assertThat(planned.needs(NEED).imagesToAsk()).isEmpty();
    assertThat(
            planned
                .needs(
                    new SchemaNeed(
                        "main", List.of(known("v1.2.3", "abc123")), Optional.of("shop.schema")))
                .imagesToAsk())
        .isEmpty();
    assertThat(planned.needs(LABELLED).withoutDatabases().imagesToAsk()).isEmpty();
    Planned annotated =
        new Planned()
            .service(
                "web",
                Given.workload("web").revision(saying("v1.2.3", "abc123")).revision("v1.3.0"));
    assertThat(annotated.needs(LABELLED).imagesToAsk()).isEmpty();
  }

  private static Template saying(String version, String... revisions) {
    Template plain = Given.template(version);
    return new Template(
        plain.containers(),
        plain.configReferences(),
        plain.fingerprint(),
        plain.fingerprintWithoutEnv(),
        Optional.of(revisions(revisions)));
  }

  @Test
  void the_most_exact_entry_for_a_version_counts() {
    SchemaNeed need =
        new SchemaNeed(
            "main",
            List.of(
                known("*", "a"), known("v1.*", "b"), known("v1.2.3", "d"), known("v1.2.*", "c")));

    assertThat(need.knownTo("v1.2.3")).contains(revisions("d"));
    assertThat(need.knownTo("v1.2.30")).contains(revisions("c"));
    assertThat(need.knownTo("v1.9")).contains(revisions("b"));
    assertThat(need.knownTo("latest")).contains(revisions("a"));
    assertThat(new SchemaNeed("main", List.of(known("v1.2.3", "a"))).knownTo("v1.2.30")).isEmpty();
  }

  @Test
  void a_service_that_is_already_so_is_not_asked_about() {
    Plan plan =
        new Planned()
            .service("web", Given.workload("web").revision("v1.3.0").revision("v1.2.3"))
            .needs(NEED)
            .schemas(at("e4b92f60a8d5"))
            .choose(new uz.stario.rollback.release.RevisionChoice.Version("v1.2.3"))
            .plan();

    assertThat(plan.alreadySo()).isTrue();
    assertThat(plan.findings()).isEmpty();
  }
}

package uz.stario.rollback.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;

/** What every {@link Inventory} tells, and does not. */
public abstract class InventoryContract {

  /** An environment of its own with one workload whose pods run. */
  public interface Stage extends AutoCloseable {

    Inventory inventory();

    WorkloadRef workload();

    /** What its template asks for. */
    String image();

    /** Makes a ConfigMap or Secret, or gives it other data. */
    void configure(String reference, Map<String, String> data);

    @Override
    void close();
  }

  private static final byte[] KEY = "of this ledger".getBytes(UTF_8);
  private static final byte[] OTHER_KEY = "of another one".getBytes(UTF_8);

  private @Nullable Stage opened;

  protected abstract Stage open();

  @BeforeEach
  final void open_the_stage() {
    opened = open();
  }

  @AfterEach
  final void close_the_stage() {
    stage().close();
  }

  @Test
  void a_workload_runs_the_image_of_its_template_with_or_without_a_digest() {
    assertThat(stage().inventory().images(stage().workload()))
        .isInstanceOfSatisfying(
            Answer.Given.class,
            given ->
                assertThat((SortedSet<?>) given.value())
                    .singleElement()
                    .asString()
                    .matches(
                        image -> image.replaceFirst("@sha256:.*", "").equals(stage().image())));
  }

  @Test
  void a_workload_that_is_not_there_is_refused() {
    assertThat(stage().inventory().images(WorkloadRef.deployment("nobody")))
        .isInstanceOf(Answer.Refused.class);
  }

  @Test
  void the_same_data_has_the_same_fingerprint_whatever_it_is_called() {
    stage().configure("configmap/one", Map.of("a", "1", "b", "2"));
    stage().configure("configmap/two", Map.of("b", "2", "a", "1"));

    assertThat(fingerprint("configmap/one", KEY)).isEqualTo(fingerprint("configmap/two", KEY));
  }

  @Test
  void other_data_have_another_fingerprint_and_the_old_ones_theirs_again() {
    stage().configure("secret/jwt", Map.of("signing-key", "first"));
    String first = fingerprint("secret/jwt", KEY);
    stage().configure("secret/jwt", Map.of("signing-key", "second"));
    String second = fingerprint("secret/jwt", KEY);
    stage().configure("secret/jwt", Map.of("signing-key", "first"));

    assertThat(second).isNotEqualTo(first);
    assertThat(fingerprint("secret/jwt", KEY)).isEqualTo(first);
  }

  @Test
  void a_value_under_another_name_is_other_data() {
    stage().configure("configmap/one", Map.of("a", "1"));
    stage().configure("configmap/two", Map.of("b", "1"));

    assertThat(fingerprint("configmap/one", KEY)).isNotEqualTo(fingerprint("configmap/two", KEY));
  }

  @Test
  void without_the_ledgers_key_nobody_can_try_out_values() {
    stage().configure("secret/jwt", Map.of("signing-key", "first"));

    assertThat(fingerprint("secret/jwt", OTHER_KEY))
        .isNotEqualTo(fingerprint("secret/jwt", KEY))
        .doesNotContain("first");
  }

  @Test
  void what_is_not_there_has_none() {
    assertThat(stage().inventory().fingerprint("secret/nothing", KEY))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().why()).contains("nothing"));
  }

  private String fingerprint(String reference, byte[] key) {
    return switch (stage().inventory().fingerprint(reference, key)) {
      case Answer.Given<String>(String fingerprint) -> fingerprint;
      case Answer.Refused<String>(var problem) -> throw new AssertionError(problem);
    };
  }

  private Stage stage() {
    Stage stage = opened;
    if (stage == null) {
      throw new IllegalStateException("not opened");
    }
    return stage;
  }
}

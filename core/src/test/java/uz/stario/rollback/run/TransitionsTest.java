package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.run.Transitions.Transition;
import uz.stario.rollback.run.Transitions.Trigger;

class TransitionsTest {

  private static final Path PAGE = Path.of("..", "docs", "run-states.md");

  @Test
  void every_transition_of_the_table_is_made_and_every_other_refused_by_name() {
    for (StepState from : StepState.values()) {
      for (Trigger trigger : Trigger.values()) {
        var listed =
            Transitions.TABLE.stream()
                .filter(t -> t.from() == from && t.trigger() == trigger)
                .toList();
        assertThat(listed).hasSizeLessThanOrEqualTo(1);
        if (listed.isEmpty()) {
          assertThatThrownBy(() -> Transitions.next(from, trigger))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("no transition from " + from + " on " + trigger);
        } else {
          assertThat(Transitions.next(from, trigger)).isEqualTo(listed.getFirst().to());
        }
      }
    }
  }

  @Test
  void every_state_is_reached_and_only_the_last_is_not_left() {
    Set<StepState> reached = new HashSet<>(Set.of(StepState.PENDING));
    Transitions.TABLE.forEach(t -> reached.add(t.to()));
    Set<StepState> left =
        Transitions.TABLE.stream().map(Transition::from).collect(Collectors.toSet());

    assertThat(reached).containsExactlyInAnyOrder(StepState.values());
    assertThat(left)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StepState.values()).filter(s -> s != StepState.ENDED).toList());
  }

  @Test
  void every_state_but_the_last_can_end_so_that_no_step_is_stuck() {
    for (StepState state : StepState.values()) {
      if (state != StepState.ENDED) {
        assertThat(Transitions.next(state, Trigger.ENDED)).isEqualTo(StepState.ENDED);
      }
    }
  }

  /** {@code mvn -pl core test -Dupdate.docs=true} draws it anew. */
  @Test
  void the_diagram_in_the_docs_is_the_table() throws IOException {
    if (Boolean.getBoolean("update.docs")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page());
    }

    assertThat(PAGE).content().isEqualTo(page());
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The states of a step

        Drawn by `TransitionsTest` from the table in `Transitions`, which refuses everything else.
        After a change of the table: `mvn -pl core test -Dupdate.docs=true`.

        ```mermaid
        stateDiagram-v2
          [*] --> PENDING
        """);
    for (Transition t : Transitions.TABLE) {
      page.append(
          "  %s --> %s: %s\n"
              .formatted(t.from(), t.to(), t.why().replace(";", ",").replace(":", ",")));
    }
    page.append("  ENDED --> [*]\n```\n\n| from | on | to | when |\n|---|---|---|---|\n");
    for (Transition t : Transitions.TABLE) {
      page.append("| %s | %s | %s | %s |\n".formatted(t.from(), t.trigger(), t.to(), t.why()));
    }
    return page.toString();
  }
}

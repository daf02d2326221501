package uz.stario.rollback.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every row in one place; each waits mostly for pods, so several are tried at a time. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class KubectlSuite {
  private static final int AT_A_TIME = 4;

  private final List<Row> rows = Rows.all();
  private final Map<Row, Future<Trial.Verdict>> trials = new LinkedHashMap<>();
  private final Map<Row, String> cells = new ConcurrentHashMap<>();
  private final ExecutorService tries = Executors.newFixedThreadPool(AT_A_TIME);
  private @Nullable Place place;

  abstract Place open(Path home);

  abstract boolean sandbox();

  @BeforeAll
  void try_every_row(@TempDir Path home) {
    assumeTrue(Programs.kubectlIsHere(), "kubectl is not here");
    Place opened = open(home);
    place = opened;
    Trial trial = new Trial(opened, sandbox());
    String only = System.getProperty("row", "");
    IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).command.contains(only))
        .forEach(i -> trials.put(rows.get(i), tries.submit(() -> trial.of(rows.get(i), i))));
  }

  @TestFactory
  Stream<DynamicTest> kubectl_shows_what_it_must() {
    return trials.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey() + ": " + entry.getKey().seen,
                () -> held(entry.getKey(), entry.getValue())));
  }

  private void held(Row row, Future<Trial.Verdict> trial) throws InterruptedException {
    Trial.Verdict verdict;
    try {
      verdict = trial.get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    }
    cells.put(row, CommandTable.cell(verdict));
    assertThat(verdict).as("kubectl %s", row).isNotInstanceOf(Trial.Verdict.Otherwise.class);
  }

  @AfterAll
  void write_the_table_and_close() throws IOException {
    tries.shutdownNow();
    Place opened = place;
    if (opened == null) {
      return;
    }
    opened.close();
    if (cells.size() < rows.size()) {
      return;
    }
    String guide = CommandTable.guide();
    String written =
        CommandTable.with(
            guide,
            rows,
            sandbox() ? cells : Map.of(),
            sandbox() ? Map.of() : cells,
            opened.title());
    if (Boolean.getBoolean("update.docs")) {
      CommandTable.write(written);
    } else if (sandbox()) {
      assertThat(written)
          .as("docs/sandbox.md is of other rows; -Dupdate.docs=true writes it anew")
          .isEqualTo(guide);
    }
  }
}

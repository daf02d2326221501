package uz.stario.rollback.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.SerializationFeature;

/** Every scenario, driven by kubectl and by ours, in one place, beside what a real server did. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Scenes {
  private static final Path RECORDS = Path.of("src/test/resources/conformance/scenarios");
  private static final int AT_A_TIME = 4;

  private final ExecutorService stages = Executors.newFixedThreadPool(AT_A_TIME);
  private @Nullable Place place;
  private Path home = Path.of("");

  abstract Place open(Path home);

  abstract boolean records();

  @BeforeAll
  void open_the_place(@TempDir Path folder) {
    assumeTrue(Programs.kubectlIsHere(), "kubectl is not here");
    home = folder;
    place = open(folder);
  }

  @AfterAll
  void close() {
    stages.shutdownNow();
    Place opened = place;
    if (opened != null) {
      opened.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> objects_are_as_on_a_real_server() {
    String only = System.getProperty("scenario", "");
    return Scenario.all().stream()
        .filter(scenario -> scenario.name().contains(only))
        .flatMap(scenario -> Stream.of(Play.Driver.values()).map(driver -> test(scenario, driver)))
        .toList()
        .stream();
  }

  private DynamicTest test(Scenario scenario, Play.Driver driver) {
    String name = scenario.name() + "-" + driver.name().toLowerCase(Locale.ROOT);
    Future<String> played = stages.submit(played(scenario, driver, name));
    return DynamicTest.dynamicTest(name, () -> compare(name, played));
  }

  private Callable<String> played(Scenario scenario, Play.Driver driver, String name) {
    return () -> {
      Place there = place;
      if (there == null) {
        throw new IllegalStateException("not opened");
      }
      Path machine = Files.createDirectories(home.resolve(name));
      Play play = new Play(there, driver, scenario.name(), machine);
      scenario.story().accept(play);
      return Wire.JSON
              .rebuild()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(play.record())
          + "\n";
    };
  }

  private void compare(String name, Future<String> played) throws Exception {
    Path file = RECORDS.resolve(name + ".json");
    String record;
    try {
      record = played.get();
    } catch (ExecutionException failed) {
      throw new AssertionError(name + ": " + failed.getCause(), failed.getCause());
    }
    if (records() && Boolean.getBoolean("update.golden")) {
      write(file, record);
    }
    assertThat(record).as(name).isEqualTo(Files.readString(file));
  }

  private static void write(Path file, String record) throws IOException {
    Files.createDirectories(RECORDS);
    Files.writeString(file, record);
  }
}

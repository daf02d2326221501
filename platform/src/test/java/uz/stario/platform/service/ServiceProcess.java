package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.stario.platform.Main;

/** A service as a process of its own, with the heap and the flags that the images give it. */
final class ServiceProcess implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("\"message\":\"started\",\"port\":(\\d+)");

  private final Process process;
  private final Path said;

  private ServiceProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  static ServiceProcess start(String service, Map<String, String> environment, String... moreFlags)
      throws IOException {
    Path said = Files.createTempFile("stario-" + service, ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of(moreFlags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), service));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start(), said);
  }

  /** Where it listens, once it does. */
  URI address() throws Exception {
    ServiceStage.await(() -> {
      assertThat(process.isAlive()).as("it ended: %s", log()).isTrue();
      return STARTED.matcher(log()).find();
    });
    Matcher started = STARTED.matcher(log());
    assertThat(started.find()).isTrue();
    return URI.create("http://127.0.0.1:" + started.group(1));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended; fails where it does not. */
  int exitCode() throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it does not end: %s", log()).isTrue();
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(said);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.delete(said);
  }
}

package uz.stario.rollback.adapters.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.port.Scripts;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.testkit.ScriptsContract;

/** The contract with real programs: shell scripts. */
class LocalScriptsContractTest extends ScriptsContract {

  @TempDir private Path folder;

  @Override
  protected Scripts scripts() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/bin:/usr/bin");
    return new LocalScripts(folder, Map.of("PATH", path), new Redactor());
  }

  @Override
  protected String put(Program program) {
    return switch (program) {
      case Program.Ends(List<String> lines, int code) -> script(says(lines) + "exit " + code, true);
      case Program.Hangs(List<String> lines) -> script(says(lines) + "sleep 1000", true);
      case Program.Shows(String variable) -> script("echo \"$" + variable + "\"", true);
      case Program.NotExecutable _ -> script("exit 0", false);
    };
  }

  private static String says(List<String> lines) {
    return lines.stream().map(line -> "echo '" + line + "'\n").collect(Collectors.joining());
  }

  private String script(String body, boolean executable) {
    try {
      Path file = Files.writeString(folder.resolve("smoke.sh"), "#!/bin/sh\n" + body + "\n");
      assertThat(file.toFile().setExecutable(executable)).isTrue();
      return "./smoke.sh";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

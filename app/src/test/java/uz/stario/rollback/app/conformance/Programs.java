package uz.stario.rollback.app.conformance;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which programs this machine has. */
final class Programs {
  private Programs() {}

  static boolean kubectlIsHere() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}

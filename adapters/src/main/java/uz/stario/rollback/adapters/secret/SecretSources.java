package uz.stario.rollback.adapters.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Reads secrets from environment variables and files.
 *
 * <p>Space around a secret is not part of it. A problem names the variable or the file, never what
 * stands in it. Reads anew each time. Thread-safe.
 *
 * @param environment the variables of the process
 */
public record SecretSources(Map<String, String> environment) {

  /** No secret is longer; a wrong path to a large file is not read whole. */
  private static final int MAX_BYTES = 64 * 1024;

  public SecretSources {
    environment = Map.copyOf(environment);
  }

  /**
   * The secret, which is not empty.
   *
   * @param what the secret, as a sentence names it: {@code the webhook of #incidents}
   */
  public Answer<String> read(SecretSource source, String what) {
    return switch (source) {
      case SecretSource.FromEnvironment(String variable) -> fromEnvironment(variable, what);
      case SecretSource.FromFile(String path) -> fromFile(path, what);
    };
  }

  private Answer<String> fromEnvironment(String variable, String what) {
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty()
        ? refused(
            what,
            "The environment variable " + variable + " is not set.",
            "Set " + variable + " and try again.")
        : Answer.given(value);
  }

  private static Answer<String> fromFile(String path, String what) {
    String next = "Put the secret into " + path + ", readable for this user alone.";
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      String value = new String(bytes, StandardCharsets.UTF_8).strip();
      if (bytes.length > MAX_BYTES) {
        return refused(what, "The file " + path + " is too long for a secret.", next);
      }
      return value.isEmpty()
          ? refused(what, "The file " + path + " is empty.", next)
          : Answer.given(value);
    } catch (NoSuchFileException e) {
      return refused(what, "The file " + path + " does not exist.", next);
    } catch (IOException | InvalidPathException e) {
      return refused(what, "The file " + path + " can't be read.", next);
    }
  }

  private static Answer<String> refused(String what, String why, String next) {
    return Answer.refused(
        Problem.unchanged(ErrorCode.SECRET_UNUSABLE, "Cannot read " + what + ".", why, next));
  }

  /** Says nothing of the values. */
  @Override
  public String toString() {
    return "SecretSources";
  }
}

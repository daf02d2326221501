package uz.stario.rollback.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.sandbox.fault.FaultScript;
import uz.stario.rollback.sandbox.fault.Rule;

/**
 * The sandbox as a program of its own, for tests and benchmarks that want it in another process.
 *
 * <p>{@code --port N}, {@code --ingress-port N}, {@code --kubeconfig-out FILE}, {@code --platform
 * VERSION}, {@code --pod-start MS}, {@code --seed N}, {@code --faults FILE}. Prints {@code
 * kubeconfig FILE} and {@code ingress URL}, one a line, and runs until it is interrupted. The
 * kubeconfig is the one file it writes.
 */
public final class SandboxServer {
  private static final List<String> OPTIONS =
      List.of(
          "--port",
          "--ingress-port",
          "--kubeconfig-out",
          "--platform",
          "--pod-start",
          "--seed",
          "--faults");
  private static final double FACTOR = 0.05;
  private static final int MOST_PORT = 65_535;

  private SandboxServer() {}

  /** Starts the sandbox; exits with 2 on arguments it does not take, with 1 where it can't run. */
  public static void main(String[] args) throws InterruptedException {
    try {
      run(arguments(args));
    } catch (IllegalArgumentException usage) {
      end(2, usage);
    } catch (IOException | UncheckedIOException failed) {
      end(1, failed);
    }
  }

  private static void end(int code, Exception why) {
    System.err.println("sandbox: " + why.getMessage());
    System.exit(code);
  }

  private static Map<String, String> arguments(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!OPTIONS.contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "unknown or incomplete option "
                + args[i]
                + "; known are "
                + String.join(", ", OPTIONS));
      }
      given.put(args[i], args[i + 1]);
    }
    return given;
  }

  private static void run(Map<String, String> given) throws IOException, InterruptedException {
    List<Rule> faults = faults(given.get("--faults"));
    SandboxOptions options =
        SandboxOptions.defaults()
            .withPorts(
                number(given, "--port", 0, MOST_PORT),
                number(given, "--ingress-port", 0, MOST_PORT))
            .withSeed(number(given, "--seed", 1, Integer.MAX_VALUE))
            .withPace(
                Duration.ofMillis(number(given, "--pod-start", 150, Integer.MAX_VALUE)), FACTOR);
    Sandbox sandbox = Sandbox.start(options);
    CountDownLatch interrupted = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sandbox, interrupted)));
    faults.forEach(sandbox.faults()::add);
    String version = given.get("--platform");
    if (version != null) {
      sandbox.deployPlatform(version);
    }
    System.out.println("kubeconfig " + write(sandbox, given.get("--kubeconfig-out")));
    System.out.println("ingress " + sandbox.ingress());
    System.out.flush();
    interrupted.await();
  }

  private static List<Rule> faults(@Nullable String file) throws IOException {
    if (file == null) {
      return List.of();
    }
    try {
      return FaultScript.parse(Files.readString(Path.of(file)));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
    } catch (IOException unreadable) {
      throw new IOException("cannot read " + file, unreadable);
    }
  }

  private static void stop(Sandbox sandbox, CountDownLatch interrupted) {
    sandbox.close();
    interrupted.countDown();
  }

  private static Path write(Sandbox sandbox, @Nullable String out) throws IOException {
    // Tokens are in it: for its owner only.
    FileAttribute<?> mine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path file =
        out == null ? Files.createTempFile("stario-sandbox-", ".kubeconfig", mine) : Path.of(out);
    try {
      if (Files.notExists(file)) {
        Files.createFile(file, mine);
      }
      Files.writeString(file, sandbox.kubeconfig(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new IOException("cannot write the kubeconfig to " + file + ": " + failed, failed);
    }
    return file.toAbsolutePath();
  }

  private static int number(Map<String, String> given, String option, int fallback, int most) {
    String text = given.get(option);
    try {
      int number = text == null ? fallback : Integer.parseInt(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException(
        option + " takes a number from 0 to " + most + ", not " + text);
  }
}

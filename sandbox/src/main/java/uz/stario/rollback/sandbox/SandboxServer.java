package uz.stario.rollback.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox as a program of its own, for tests and benchmarks that want it in another process.
 *
 * <p>{@code --port N}, {@code --ingress-port N}, {@code --kubeconfig-out FILE}, {@code --platform
 * VERSION}, {@code --pod-start MS}. Prints {@code kubeconfig FILE} and {@code ingress URL}, one a
 * line, and runs until it is interrupted.
 */
public final class SandboxServer {
  private static final List<String> OPTIONS =
      List.of("--port", "--ingress-port", "--kubeconfig-out", "--platform", "--pod-start");
  private static final double FACTOR = 0.05;

  private SandboxServer() {}

  /** Starts the sandbox; exits with 2 on arguments it does not know. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!OPTIONS.contains(args[i]) || i + 1 == args.length) {
        System.err.println(
            "unknown or incomplete option "
                + args[i]
                + "; known are "
                + String.join(", ", OPTIONS));
        System.exit(2);
      }
      given.put(args[i], args[i + 1]);
    }
    SandboxOptions options =
        SandboxOptions.defaults()
            .withPorts(number(given, "--port", 0), number(given, "--ingress-port", 0))
            .withPace(Duration.ofMillis(number(given, "--pod-start", 150)), FACTOR);
    Sandbox sandbox = Sandbox.start(options);
    CountDownLatch interrupted = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sandbox, interrupted)));
    String version = given.get("--platform");
    if (version != null) {
      sandbox.deployPlatform(version);
    }
    System.out.println("kubeconfig " + write(sandbox, given.get("--kubeconfig-out")));
    System.out.println("ingress " + sandbox.ingress());
    System.out.flush();
    interrupted.await();
  }

  private static void stop(Sandbox sandbox, CountDownLatch interrupted) {
    sandbox.close();
    interrupted.countDown();
  }

  private static Path write(Sandbox sandbox, @org.jspecify.annotations.Nullable String out)
      throws IOException {
    // Tokens are in it: for its owner only.
    Path file =
        out == null
            ? Files.createTempFile(
                "stario-sandbox-",
                ".kubeconfig",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Path.of(out);
    Files.writeString(file, sandbox.kubeconfig(), StandardCharsets.UTF_8);
    return file.toAbsolutePath();
  }

  private static int number(Map<String, String> given, String option, int fallback) {
    String text = given.get(option);
    return text == null ? fallback : Integer.parseInt(text);
  }
}

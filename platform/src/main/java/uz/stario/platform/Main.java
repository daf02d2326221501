package uz.stario.platform;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import uz.stario.platform.traffic.TrafficCommand;
import uz.stario.platform.video.RedisQueueCommand;

/** The program: a subcommand per service, and two commands for people. */
public final class Main {

  private Main() {}

  /** Ends with 0, 1 when it could not start, 2 when the command is wrong. */
  public static void main(String[] arguments) throws InterruptedException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = run(List.of(arguments), System.getenv(), out, err);
    out.flush();
    System.exit(code);
  }

  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (arguments.isEmpty()) {
      err.print(usage());
      return 2;
    }
    String name = arguments.getFirst();
    List<String> rest = arguments.subList(1, arguments.size());
    return switch (name) {
      case "--help", "-h" -> {
        out.print(usage());
        yield 0;
      }
      case "redis-queue" ->
          new RedisQueueCommand(out, err, InstantSource.system())
              .run(rest, environment.getOrDefault("REDIS_URL", "redis://redis:6379/0"));
      case "traffic" ->
          new TrafficCommand(out, err)
              .run(rest, environment.getOrDefault("BASE_URL", "http://127.0.0.1:8080"));
      default -> {
        Optional<Service.Part> part = Services.named(name);
        if (part.isEmpty() || !rest.isEmpty()) {
          err.print(usage());
          yield 2;
        }
        yield serve(name, part.get(), environment, out, err);
      }
    };
  }

  private static String usage() {
    return """
    Usage: platform SERVICE | redis-queue … | traffic …

    Services: %s
    The environment says the rest: PORT, BIND, STARIO_VERSION, DATABASE_URL, REDIS_URL, JWT_SIGNING_KEY_FILE, …
    """
        .formatted(String.join(", ", Services.names()));
  }

  private static int serve(
      String name,
      Service.Part part,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err)
      throws InterruptedException {
    Service service;
    try {
      service =
          Service.start(
              Settings.of(name, environment), out, InstantSource.system(), Host.process(), part);
    } catch (NoSuchFileException e) {
      err.printf("%s cannot start: there is no file %s%n", name, e.getFile());
      return 1;
    } catch (IOException | IllegalArgumentException e) {
      err.printf("%s cannot start: %s%n", name, e.getMessage());
      return 1;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    service.release().diesAfter().ifPresent(after -> dieAfter(after, service));
    // Until a signal ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  private static void dieAfter(Duration after, Service service) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(after);
          } catch (InterruptedException _) {
            return;
          }
          service.log().error("fatal error: out of memory, the process ends", Map.of());
          Runtime.getRuntime().halt(137);
        });
  }
}

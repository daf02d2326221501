package uz.stario.rollback.adapters.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.stario.rollback.logs.Lines;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.port.Scripts;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/**
 * Runs programs as processes: no shell, nothing to read on standard input, and of the environment
 * only what programs need to run at all and what the check gives, so that no secret of ours gets
 * into a script.
 *
 * <p>What a program writes is read all the time, so that it never waits for us, and the last lines
 * are kept, redacted. Thread-safe.
 */
public final class LocalScripts implements Scripts {

  /** A program that writes more has lost its way; it is stopped. */
  private static final long MOST_CHARACTERS = 256L * 1024 * 1024;

  /** What a process that was asked to end gets to do so. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final List<String> PASSED_ON =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "USER");

  private static final Pattern ERROR = Pattern.compile("error[=:] ?(\\d{1,3})\\b");

  private final Path folder;
  private final Map<String, String> environment;
  private final Redactor redactor;

  /**
   * @param folder where programs are run, and where relative names are looked for
   * @param environment the variables of this process
   */
  public LocalScripts(Path folder, Map<String, String> environment, Redactor redactor) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.redactor = redactor;
  }

  @Override
  public CommandOutcome run(ScriptCheck check) {
    if (check.command().isEmpty()) {
      return new CommandOutcome.NotRun("no program is named", List.of());
    }
    Process process;
    try {
      process = start(check);
    } catch (IOException e) {
      return new CommandOutcome.NotRun(reason(e), List.of());
    }
    Tail tail = new Tail();
    Thread reading = Thread.ofVirtual().start(() -> drain(process, tail));
    try {
      boolean ended = process.waitFor(check.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        stop(process);
        return new CommandOutcome.StoppedLate(tail.lines());
      }
      // What it started and left behind may hold its output open for ever.
      if (!reading.join(GRACE)) {
        stop(process);
      }
      return new CommandOutcome.Ended(process.exitValue(), tail.lines());
    } catch (InterruptedException e) {
      stop(process);
      Thread.currentThread().interrupt();
      return new CommandOutcome.NotRun("it was interrupted", tail.lines());
    }
  }

  private Process start(ScriptCheck check) throws IOException {
    List<String> command = new ArrayList<>(check.command());
    if (command.getFirst().contains("/")) {
      command.set(0, folder.resolve(command.getFirst()).toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Map<String, String> given = builder.environment();
    given.clear();
    environment.forEach((name, value) -> {
      if (PASSED_ON.contains(name)) {
        given.put(name, value);
      }
    });
    given.putAll(check.environment());
    return builder.start();
  }

  private static void drain(Process process, Tail tail) {
    try (Reader reader = new InputStreamReader(process.getInputStream(), UTF_8)) {
      if (!Lines.read(reader, MOST_CHARACTERS, tail::add)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // It was stopped; what came so far is kept.
    }
  }

  /** With its children, which it may not pass the wish on to. */
  private static void stop(Process process) {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    family.add(process.toHandle());
    family.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  /** By the number that the system gave, which the JDK puts into words in several ways. */
  private static String reason(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    Matcher error = ERROR.matcher(message);
    return switch (error.find() ? error.group(1) : "") {
      case "2" -> "there is no such file, or not the interpreter that its first line names";
      case "8" -> "it is no program; a script begins with #! and its interpreter";
      case "13" -> "it is not executable";
      default -> message.lines().findFirst().orElse("it could not be started");
    };
  }

  /** The last lines; written by one thread and read by another. */
  private final class Tail {
    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
      if (lines.size() == Checked.MOST_LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }

    synchronized List<String> lines() {
      return lines.stream().map(redactor::text).toList();
    }
  }
}

package uz.stario.rollback.app.conformance;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries rows in one place. Safe for all threads. */
final class Trial {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FIRST_WORDS = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  /** What came of a row. */
  sealed interface Verdict {
    record AsWanted() implements Verdict {}

    /** The sandbox does not do it and says so. */
    record Differs(String reason) implements Verdict {}

    record NotTried(String why) implements Verdict {}

    record Otherwise(String what) implements Verdict {}
  }

  private final Place place;
  private final boolean sandbox;
  private final String shared;

  Trial(Place place, boolean sandbox) {
    this.place = place;
    this.sandbox = sandbox;
    this.shared = place.namespace("shared");
    prepare(shared, Row.Stage.TWO);
  }

  /** What went otherwise than wanted. */
  private static final class Unlike extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unlike(String message) {
      super(message, null, false, false);
    }
  }

  Verdict of(Row row, int number) {
    String why = place.lacks(row.need);
    if (!why.isEmpty()) {
      return new Verdict.NotTried(why);
    }
    try {
      String namespace = row.stage == Row.Stage.SHARED ? shared : place.namespace("row" + number);
      prepare(namespace, row.stage);
      return tried(row, namespace);
    } catch (Unlike otherwise) {
      return new Verdict.Otherwise(otherwise.toString());
    }
  }

  private Verdict tried(Row row, String namespace) {
    Kubectl admin = at(namespace, Row.Role.ADMIN);
    if (row.role == Row.Role.VIEWER && !sandbox) {
      admin.run("create rolebinding viewer --clusterrole=view --user=viewer");
    }
    row.before.forEach(step -> await(admin, namespace, step));
    String command = filled(admin, namespace, row.command);
    Kubectl.Ran ran =
        row.during.isEmpty()
            ? at(namespace, row.role).run(command, row.input, editor(row))
            : streamed(row, namespace, command);
    if (sandbox && !row.difference.isEmpty()) {
      return different(row, ran);
    }
    compare(row, ran);
    row.after.forEach(step -> await(admin, namespace, step));
    return new Verdict.AsWanted();
  }

  private static Verdict different(Row row, Kubectl.Ran ran) {
    try {
      compare(row, ran);
    } catch (Unlike asSaid) {
      return new Verdict.Differs(row.difference);
    }
    throw new Unlike("the sandbox does this now: no difference any more");
  }

  private static Map<String, String> editor(Row row) {
    return row.editor.isEmpty() ? Map.of() : Map.of("KUBE_EDITOR", row.editor);
  }

  private static void compare(Row row, Kubectl.Ran ran) {
    if (row.during.isEmpty() && ran.exit() != row.exit) {
      throw new Unlike("exit code %d, not %d: %s".formatted(ran.exit(), row.exit, ran.text()));
    }
    for (Pattern wanted : row.prints) {
      if (!wanted.matcher(ran.text()).find()) {
        throw new Unlike("no \"%s\" in: %s".formatted(wanted, ran.text()));
      }
    }
    for (Pattern unwanted : row.lacks) {
      if (unwanted.matcher(ran.text()).find()) {
        throw new Unlike("\"%s\" in: %s".formatted(unwanted, ran.text()));
      }
    }
  }

  /** Runs a command that does not end by itself until it has printed all it must. */
  private Kubectl.Ran streamed(Row row, String namespace, String command) {
    Kubectl admin = at(namespace, Row.Role.ADMIN);
    try (Kubectl.Running running = at(namespace, row.role).start(command, row.input, editor(row))) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      // What watches only for changes has nothing to say before there is one.
      long first = System.nanoTime() + FIRST_WORDS.toNanos();
      while (running.text().isEmpty() && running.alive() && System.nanoTime() < first) {
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
      for (Row.Step step : row.during) {
        Matcher port = PORT.matcher(running.text());
        String filled = step.command().replace("{port}", port.find() ? port.group(1) : "0");
        await(admin, namespace, new Row.Step(filled, step.input(), step.wanted()));
      }
      while (!row.prints.stream().allMatch(p -> p.matcher(running.text()).find())
          && running.alive()
          && System.nanoTime() < end) {
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
      return new Kubectl.Ran(0, running.text());
    }
  }

  private Kubectl at(String namespace, Row.Role role) {
    return place.kubectl.with(place.as(role)).with(java.util.List.of("--namespace=" + namespace));
  }

  private void prepare(String namespace, Row.Stage stage) {
    if (stage == Row.Stage.SHARED) {
      return;
    }
    Kubectl kubectl = at(namespace, Row.Role.ADMIN);
    String there = place.namespaceManifest(namespace);
    if (stage == Row.Stage.EMPTY) {
      must(kubectl, "create -f -", there);
      return;
    }
    must(kubectl, "apply -f -", there + Manifests.web(place.image(1)));
    must(kubectl, "rollout status deployment/web", "");
    if (stage == Row.Stage.TWO) {
      must(kubectl, "apply -f -", Manifests.web(place.image(2)));
      must(kubectl, "rollout status deployment/web", "");
    }
  }

  private static void must(Kubectl kubectl, String command, String input) {
    Kubectl.Ran ran = kubectl.run(command, input, Map.of());
    if (ran.exit() != 0) {
      throw new Unlike("before: kubectl " + command + ": " + ran.text());
    }
  }

  /** Types a step again and again until the cluster says what is wanted. */
  private static void await(Kubectl kubectl, String namespace, Row.Step step) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String command = filled(kubectl, namespace, step.command());
    while (true) {
      String text =
          command.startsWith("http://")
              ? Fetch.text(command)
              : kubectl.run(command, step.input(), Map.of()).text();
      if (step.wanted().matcher(text).find()) {
        return;
      }
      if (System.nanoTime() >= end) {
        throw new Unlike("%s: no \"%s\" in: %s".formatted(command, step.wanted(), text));
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  private static String filled(Kubectl kubectl, String namespace, String command) {
    String named = command.replace("{ns}", namespace);
    if (!named.contains("{pod}")) {
      return named;
    }
    String pod = kubectl.run("get pods -l app=web -o jsonpath='{.items[0].metadata.name}'").text();
    return named.replace("{pod}", pod);
  }
}

package uz.stario.rollback.app.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.sandbox.platform.PlatformManifests;

/** The sandbox after the story, for people to play with until they press Ctrl-C. */
record Kept(Stage stage, Invocation invocation, Watch watch, Stopping stopping) {

  /** Nobody plays longer; a forgotten one must not run for ever. */
  private static final Duration LONGEST = Duration.ofHours(12);

  void untilStopped() {
    PrintStream out = invocation.out();
    Paint paint = new Paint(invocation.terminal().colour());
    String slow = PlatformManifests.image(Story.SERVICE, Story.GOOD + "-slow");
    out.println();
    out.println(paint.strong("It goes on until Ctrl-C here. In another terminal:"));
    out.println();
    for (Map.Entry<String, String> export : stage.exports().entrySet()) {
      out.println("  export " + export.getKey() + "=" + quoted(export.getValue()));
    }
    out.println();
    out.println("  kubectl get pods -n stario");
    out.println("  stario history api-gateway");
    out.println("  kubectl rollout undo deployment/api-gateway -n stario     # brings it back!");
    out.println("  stario rollback api-gateway --yes                         # and away again");
    out.println("  kubectl set image deployment/api-gateway -n stario \\");
    out.println("    api-gateway=" + slow);
    out.println();
    try {
      boolean _ =
          watch.until(
              () -> false, () -> {}, () -> "people use " + stage.sandbox().ingress(), LONGEST);
    } catch (Refusal stopped) {
      // Ctrl-C: this is how it is meant to end.
    }
    out.println();
    out.println("Stopped; the sandbox and its files are gone.");
  }

  private static String quoted(String path) {
    return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}

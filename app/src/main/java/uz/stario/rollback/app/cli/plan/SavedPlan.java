package uz.stario.rollback.app.cli.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** A plan in a file: shown to others, approved, and carried out later as it is. */
public final class SavedPlan {

  /** A plan of a thousand workloads has a few megabytes; what is larger is something else. */
  private static final int LARGEST = 32 << 20;

  /** Longer than a shift: whoever carries it out should know how old it is. */
  private static final Duration OLD = Duration.ofHours(24);

  private SavedPlan() {}

  /** Writes it whole or not at all; only another saved plan is written over. */
  public static void save(Plan plan, String name, Invocation invocation) throws Refusal {
    try {
      Path file = invocation.workingFolder().resolve(name);
      if (Files.exists(file) && !isPlan(file)) {
        throw unwritten(name, "It exists and is no saved plan, so it is not written over.");
      }
      Path folder = file.toAbsolutePath().getParent();
      Path whole = Files.createTempFile(folder, ".stario-plan-", ".json");
      try {
        Files.writeString(whole, PlanJson.write(plan) + "\n");
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (NoSuchFileException e) {
      throw unwritten(name, "There is no such folder.");
    } catch (AccessDeniedException e) {
      throw unwritten(name, "No permission to write there.");
    } catch (InvalidPathException | IOException e) {
      throw unwritten(name, e.getClass().getSimpleName() + ": " + e.getMessage() + ".");
    }
    Paint paint = new Paint(invocation.terminal().colour());
    invocation.err().println(paint.faint("saved in " + name + "; carry it out with"));
    invocation.err().println(paint.faint("  stario rollback --plan " + name));
  }

  /** Reads it, whole and as it was written, and says so where it is old. */
  public static Plan read(String name, Invocation invocation) throws Refusal {
    String json;
    try {
      json = text(invocation.workingFolder().resolve(name), name);
    } catch (NoSuchFileException e) {
      throw unread(name, "There is no such file.");
    } catch (AccessDeniedException e) {
      throw unread(name, "No permission to read it.");
    } catch (CharacterCodingException e) {
      throw unread(name, "It is not text in UTF-8.");
    } catch (InvalidPathException | IOException e) {
      throw unread(name, e.getClass().getSimpleName() + ": " + e.getMessage() + ".");
    }
    Plan plan = Refusal.orThrow(PlanJson.read(json, named(name)));
    Duration age = Duration.between(plan.madeAt(), invocation.clock().instant());
    if (age.compareTo(OLD) > 0) {
      Paint paint = new Paint(invocation.terminal().colour());
      invocation
          .err()
          .println(
              paint.caution("! ")
                  + "the plan is old: made at "
                  + Times.date(plan.madeAt())
                  + ", "
                  + age.toHours()
                  + " hours ago");
    }
    return plan;
  }

  static String named(String file) {
    return "the plan in " + file;
  }

  private static boolean isPlan(Path file) throws IOException {
    try {
      String json = text(file, file.toString());
      // One that was changed by hand is a plan all the same, and of no use.
      return switch (PlanJson.read(json, "")) {
        case Answer.Given<Plan> _ -> true;
        case Answer.Refused<Plan>(Problem problem) -> problem.code() == ErrorCode.PLAN_ALTERED;
      };
    } catch (Refusal | CharacterCodingException e) {
      return false;
    }
  }

  private static String text(Path file, String name) throws IOException, Refusal {
    if (Files.isDirectory(file)) {
      throw unread(name, "It is a folder.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw unread(name, "It is larger than any plan: over " + (LARGEST >> 20) + " MB.");
      }
      // Not a String's own way, which puts other characters in the place of damaged ones.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static Refusal unread(String name, String why) {
    return new Refusal(
        Problem.unchanged(
            ErrorCode.PLAN_UNREADABLE,
            "Cannot read " + named(name) + ".",
            why,
            "Name a file that `stario plan --save` wrote."));
  }

  private static Refusal unwritten(String name, String why) {
    return new Refusal(
        Problem.unchanged(
            ErrorCode.USAGE,
            "Cannot save the plan in " + name + ".",
            why,
            "Name another file with --save."));
  }
}

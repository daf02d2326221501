package uz.stario.rollback.app.cli.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.adapters.json.AuditJson;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.audit.Chain;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.audit.Integrity.Kind;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.run.RunId;

/**
 * Goes through an export line by line; holds one run at a time, and where each one ended. Not
 * thread-safe.
 */
final class ExportCheck {

  private static final RunId FILE = new RunId("(the file)");

  private final Findings findings;
  private final MessageDigest sum = ExportSum.start();
  private final Map<RunId, Head> heads = new LinkedHashMap<>();
  private final List<Entry> current = new ArrayList<>();
  private AuditJson.@Nullable End end;
  private long events;
  private long number;

  ExportCheck(Findings findings) {
    this.findings = findings;
  }

  void line(String line) {
    number++;
    if (line.isBlank()) {
      return;
    }
    if (end != null) {
      findings.add(FILE, 0, Kind.ADDED, "Line " + number + " comes after the last one.");
      return;
    }
    switch (AuditJson.read(line)) {
      case AuditJson.Line.Last(AuditJson.End last) -> end = last;
      case AuditJson.Line.Unreadable(String why) ->
          findings.add(FILE, 0, Kind.UNREADABLE, "Line " + number + " can't be read: " + why + ".");
      case AuditJson.Line.Event(Entry entry) -> {
        events++;
        ExportSum.add(sum, entry);
        if (!current.isEmpty() && !current.getFirst().run().equals(entry.run())) {
          finishRun();
        }
        current.add(entry);
      }
    }
  }

  private void finishRun() {
    RunId run = current.getFirst().run();
    Integrity integrity = Chain.verify(run, current, Optional.empty(), List.of());
    findings.add(integrity);
    if (integrity instanceof Integrity.Sound(Head head)) {
      heads.put(run, head);
    }
    current.clear();
  }

  /** After the last line. */
  void end() {
    if (!current.isEmpty()) {
      finishRun();
    }
    if (end == null) {
      findings.add(FILE, 0, Kind.TRUNCATED, "Its last line is missing, and maybe more before it.");
      return;
    }
    var found = AuditJson.End.of(end.runs(), events, sum.digest());
    if (events < end.events()) {
      findings.add(
          FILE,
          0,
          Kind.REMOVED,
          Findings.count(end.events() - events, "event") + " of " + end.events() + " are missing.");
    } else if (events > end.events()) {
      findings.add(
          FILE, 0, Kind.ADDED, Findings.count(events - end.events(), "event") + " too many.");
    } else if (!found.equals(end) && findings.sound()) {
      findings.add(
          FILE, 0, Kind.EDITED, "Its events are not those that its last line was made from.");
    }
  }

  /**
   * Compares the sound runs with what the journal has of them.
   *
   * @return how many runs the journal has
   */
  long compareWith(Journal journal) throws Refusal {
    Set<RunId> there = new HashSet<>(Refusal.orThrow(journal.all()));
    there.retainAll(heads.keySet());
    for (Map.Entry<RunId, Head> head : heads.entrySet()) {
      if (there.contains(head.getKey())) {
        Integrity integrity =
            Refusal.orThrow(journal.verify(head.getKey(), List.of(head.getValue())));
        if (integrity instanceof Integrity.Broken broken) {
          findings.add(broken);
        }
      } else if (!there.isEmpty()) {
        findings.add(head.getKey(), 0, Kind.REMOVED, "The journal here no longer has this run.");
      }
    }
    return there.size();
  }
}

package uz.stario.rollback.adapters.json;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;

/** Releases as JSON, for the ledger and for programs. Thread-safe. */
public final class ReleaseJson {

  private ReleaseJson() {}

  /** A release as the ledger keeps it. */
  public static String write(Release release) {
    return Documents.write(release(release));
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param what the document, as a sentence names it
   * @param next what a person should do where it is damaged
   */
  public static Answer<Release> read(String json, String what, String next) {
    return Documents.read(json, what, ErrorCode.LEDGER_UNREADABLE, next, ReleaseJson::release);
  }

  /** What {@code stario release list --json} prints. */
  public static String list(List<LedgerEntry> entries) {
    return Documents.write(new Tree().with("releases", entries, ReleaseJson::entry));
  }

  /**
   * What {@code stario release record --json} prints.
   *
   * @param added whether nobody had recorded it before
   */
  public static String recorded(Release release, boolean added) {
    return Documents.write(
        new Tree().with("added", added).with("release", release(release).with("id", release.id())));
  }

  private static Tree entry(LedgerEntry entry) {
    return release(entry.release())
        .with("id", entry.release().id())
        .with("verdict", entry.health().word())
        .with(
            "judgements",
            entry.judgements(),
            judgement ->
                new Tree()
                    .with("verdict", judgement.health().word())
                    .with("reason", judgement.reason())
                    .with("by", judgement.by())
                    .with("at", judgement.at()));
  }

  private static Tree release(Release release) {
    return new Tree()
        .with("version", release.version())
        .with("environment", release.environment())
        .with("at", release.at())
        .with("services", release.services().entrySet(), ReleaseJson::service)
        .with("schemaRevision", release.schemaRevision())
        .with("notes", release.notes())
        .with("by", release.by());
  }

  private static Tree service(Map.Entry<String, ReleasedService> service) {
    return new Tree()
        .with("name", service.getKey())
        .withTexts("images", service.getValue().images())
        .with(
            "configuration",
            service.getValue().fingerprints().entrySet(),
            print -> new Tree().with("name", print.getKey()).with("fingerprint", print.getValue()));
  }

  private static Release release(Fields in) {
    SortedMap<String, ReleasedService> services = new TreeMap<>();
    in.list("services", service -> services.put(service.text("name"), service(service)));
    if (services.isEmpty()) {
      throw new Unreadable("services is empty");
    }
    return new Release(
        in.instant("at"),
        in.text("environment"),
        in.text("version"),
        services,
        in.text("schemaRevision"),
        in.text("notes"),
        in.text("by"));
  }

  private static ReleasedService service(Fields in) {
    SortedMap<String, String> fingerprints = new TreeMap<>();
    in.list(
        "configuration", print -> fingerprints.put(print.text("name"), print.text("fingerprint")));
    return new ReleasedService(new TreeSet<>(in.texts("images")), fingerprints);
  }
}

package uz.stario.rollback.release;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The version history of the playbook as a Markdown table: date (UTC), version, services, notes.
 *
 * @see <a href="https://github.github.com/gfm/#tables-extension-">GitHub's tables</a>
 */
public final class VersionTable {

  private VersionTable() {}

  /**
   * A row a release, in the order given.
   *
   * @param all the platform's services; a release of every one of them says {@code All}
   */
  public static List<String> markdown(List<Release> releases, Set<String> all) {
    List<String> lines = new ArrayList<>();
    lines.add("| Date | Version | Services | Notes |");
    lines.add("|------|---------|----------|-------|");
    for (Release release : releases) {
      lines.add(
          "| "
              + String.join(
                  " | ",
                  release.at().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                  cell(release.version()),
                  services(release, all),
                  cell(release.notes()))
              + " |");
    }
    return lines;
  }

  private static String services(Release release, Set<String> all) {
    Set<String> released = release.services().keySet();
    return !all.isEmpty() && released.containsAll(all) ? "All" : cell(String.join(", ", released));
  }

  /** A bar would end the cell, a line break the table. */
  private static String cell(String text) {
    return text.strip().replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
  }
}

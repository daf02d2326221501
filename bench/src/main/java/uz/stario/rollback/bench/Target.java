package uz.stario.rollback.bench;

import java.util.Map;
import uz.stario.rollback.app.wiring.TempFolder;

/** The cluster of the current context, opened for a benchmark. */
record Target(Outside outside, Api api, String context, String version) {

  /**
   * Opens it, unless its name looks like production.
   *
   * @param settings environment variables for what is measured
   */
  static Target open(Cleanup cleanup, Map<String, String> settings, boolean yes)
      throws BenchFailure {
    TempFolder folder = cleanup.later(Folders.make());
    Map<String, String> environment = Surroundings.differences(folder.path(), System.getenv());
    environment.putAll(settings);
    Outside outside = cleanup.later(new Outside(folder.path(), environment));
    Connection.Context context = Connection.Context.current(outside);
    if (context.looksLikeProduction() && !yes) {
      throw BenchFailure.refused(
          "context " + context + " looks like production. If it is not, add --yes.");
    }
    Api api = cleanup.later(Connection.open(context, outside));
    String version = api.get("/version").path("gitVersion").asString("?");
    return new Target(outside, api, context.name(), version);
  }

  /** Makes sure that a fleet is deleted, with nothing made meanwhile. */
  void deleteLater(Cleanup cleanup, Fleet fleet) {
    cleanup.later(() -> {
      api.onlyDeletes();
      outside.close();
      fleet.delete();
    });
  }
}

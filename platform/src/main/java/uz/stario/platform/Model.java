package uz.stario.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import uz.stario.platform.flags.Flags;

/**
 * The files of a model that a service works with, which it looks for once, at start, as it would
 * load them. For any thread.
 */
public final class Model {
  private final String name;
  private final boolean missing;
  private final Flags flags;

  private Model(String name, boolean missing, Flags flags) {
    this.name = name;
    this.missing = missing;
    this.flags = flags;
  }

  /** Looks for the folder of that name among the service's models; its log and health say so. */
  public static Model of(Service service, String name) {
    Optional<String> problem = missing(service.settings().modelsFolder(), name);
    problem.ifPresentOrElse(
        what -> service.log().error("Model not found", Map.of("model", name, "problem", what)),
        () -> service.log().info("Model found", Map.of("model", name)));
    var model = new Model(name, problem.isPresent(), service.flags());
    service.health().need("model", model::trouble);
    return model;
  }

  /** Why nothing can be made with it, if so: a stand-in for models needs no files. */
  public Optional<String> trouble() {
    return missing && !flags.isMockAi()
        ? Optional.of("the model " + name + " is missing")
        : Optional.empty();
  }

  /** What a folder of models lacks, or empty. */
  static Optional<String> missing(Path folder, String name) {
    Path model = folder.resolve(name);
    return Files.isDirectory(model)
        ? Optional.empty()
        : Optional.of("the model " + name + " is not at " + model);
  }
}

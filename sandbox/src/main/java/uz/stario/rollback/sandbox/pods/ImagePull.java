package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gets the image of a container, again and again at growing distances where there is none.
 *
 * <p>Reasons and messages are those of {@code pkg/kubelet/images}.
 */
final class ImagePull {
  private final PodWork work;
  private final Program.Registry registry;

  ImagePull(PodWork work, Program.Registry registry) {
    this.work = work;
    this.registry = registry;
  }

  /** Pulls, and once that has worked goes on with the program of the image. */
  void begin(PodLife life, ContainerLife container, Consumer<Program> then) {
    work.normal(life, "Pulling", "Pulling image \"" + container.image + "\"");
    work.later(life, work.pace().pull(), () -> ask(life, container, then));
  }

  private void ask(PodLife life, ContainerLife container, Consumer<Program> then) {
    Optional<Program> program = registry.find(container.image);
    if (program.isPresent()) {
      work.normal(life, "Pulled", "Successfully pulled image \"" + container.image + "\"");
      work.later(life, work.pace().afterPull(), () -> then.accept(program.get()));
    } else {
      fail(life, container, then);
    }
  }

  private void fail(PodLife life, ContainerLife container, Consumer<Program> then) {
    String image = container.image;
    String why = "failed to pull and unpack image \"" + image + "\": " + image + ": not found";
    work.warning(life, "Failed", "Failed to pull image \"" + image + "\": " + why);
    work.warning(life, "Failed", "Error: ErrImagePull");
    work.wait(life, container, "ErrImagePull", why);
    Duration half = work.pace().scaled(Pace.backOff(container.pulls++)).dividedBy(2);
    work.later(
        life,
        half,
        () -> {
          String message = "Back-off pulling image \"" + image + "\"";
          work.normal(life, "BackOff", message);
          work.wait(life, container, "ImagePullBackOff", message);
          work.later(life, half, () -> begin(life, container, then));
        });
  }
}

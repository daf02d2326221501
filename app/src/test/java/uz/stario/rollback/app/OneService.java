package uz.stario.rollback.app;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.run.RunId;

/** A platform on which one service runs v1.2.4 and can go back to v1.2.3, and a machine. */
abstract class OneService {

  static final String POSTER = "poster-gen";

  /** A run of which its process has written but the beginning. */
  static final RunId LEFT = new RunId("1122-lefty");

  @TempDir Path folder;
  Platform platform;
  Machine machine;
  PastRuns runs;

  @BeforeEach
  void openPlatform() throws Exception {
    platform = Platform.in(folder).live(List.of(POSTER), "v1.2.3", "v1.2.4");
    machine = platform.equipped();
    runs = new PastRuns(machine);
  }

  @AfterEach
  void closePlatform() {
    platform.close();
  }
}

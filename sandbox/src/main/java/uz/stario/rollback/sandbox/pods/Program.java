package uz.stario.rollback.sandbox.pods;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import tools.jackson.databind.node.ObjectNode;

/** What an image holds: a small program, in this process. */
public interface Program {
  /** What becomes of the container. */
  Course course();

  /** Starts one container; must return within milliseconds. */
  Running start(Launch launch);

  /**
   * What a container is started with.
   *
   * @param pod the pod, frozen
   * @param container its name in the pod
   * @param env its environment, references resolved
   * @param files what is mounted into it, by absolute path
   * @param log where its output goes
   * @param clock its time
   * @param exit ends it by itself, with an exit code; may be called from any thread
   */
  record Launch(
      ObjectNode pod,
      String container,
      Map<String, String> env,
      Map<String, String> files,
      ContainerLog log,
      InstantSource clock,
      IntConsumer exit) {
    /** Copies environment and files. */
    public Launch {
      env = Map.copyOf(env);
      files = Map.copyOf(files);
    }
  }

  /** A container that runs. */
  interface Running {
    /** The loopback port it serves HTTP on, or zero. */
    int port();

    /** Ends it and frees its port. */
    void stop();

    /** Ends as a process that fails: at once, and with no more than its last words. */
    default void crash() {
      stop();
    }

    /** The files that its image has, by absolute path, as far as anybody looks at them. */
    default Map<String, String> files() {
      return Map.of();
    }

    /**
     * Runs a program of its image; empty where there is none of that name.
     *
     * @param command the program and its arguments
     * @return its exit code
     */
    default OptionalInt run(List<String> command, PrintStream out, PrintStream err) {
      return OptionalInt.empty();
    }
  }

  /** Where images come from. */
  interface Registry {
    /** The program of an image; empty where there is no such image. */
    Optional<Program> find(String image);
  }

  /** A program that does nothing but stay there, for any image nobody needs to talk to. */
  static Program quiet(Course course, List<String> output) {
    return new Program() {
      @Override
      public Course course() {
        return course;
      }

      @Override
      public Running start(Launch launch) {
        output.forEach(launch.log()::add);
        return NOTHING;
      }
    };
  }

  /** A container that holds no port. */
  Running NOTHING =
      new Running() {
        @Override
        public int port() {
          return 0;
        }

        @Override
        public void stop() {}
      };
}

package uz.stario.rollback.sandbox.pods;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param log where its output goes
   */
  record Launch(ObjectNode pod, String container, Map<String, String> env, ContainerLog log) {
    /** Copies the environment. */
    public Launch {
      env = Map.copyOf(env);
    }
  }

  /** A container that runs. */
  interface Running {
    /** The loopback port it serves HTTP on, or zero. */
    int port();

    /** Ends it and frees its port. */
    void stop();
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

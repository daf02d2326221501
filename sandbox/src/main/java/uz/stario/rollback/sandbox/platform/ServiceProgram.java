package uz.stario.rollback.sandbox.platform;

import uz.stario.rollback.sandbox.pods.Course;
import uz.stario.rollback.sandbox.pods.Program;

/** The image of one Stario service in one version. */
record ServiceProgram(
    Service service, String version, Flaw flaw, Course course, Network network, long seed)
    implements Program {

  @Override
  public Running start(Launch launch) {
    launch.log().add("INFO starting " + service.title + " " + version);
    if (service == Service.FACE_SIMILARITY || service == Service.POSTER_GEN) {
      launch.log().add("INFO Model loaded");
    }
    ServicePod pod = new ServicePod(this, launch);
    Listener listener = Listener.start(0, pod);
    if (course instanceof Course.Crashes) {
      launch.log().add("ERROR cannot read /config/application.yaml: no such key: stario.regions");
    }
    return new Running() {
      @Override
      public int port() {
        return listener.port();
      }

      @Override
      public void stop() {
        listener.close();
      }
    };
  }
}

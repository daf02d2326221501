package uz.stario.rollback.app.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The sections of the playbook on the cluster that {@code KUBECONFIG} names. */
@Tag("live")
class LiveSectionsTest extends Sections {

  @Override
  Site open(Path home, String name) {
    Place place = Place.live(home);
    String namespace = place.namespace("section-" + name);
    place.kubectl.run("create -f -", place.namespaceManifest(namespace), Map.of());
    Site site = new Real(place, namespace);
    deploy(site);
    return site;
  }

  private record Real(Place place, String namespace) implements Site {
    @Override
    public Kubectl kubectl() {
      return place.kubectl.with(List.of("--namespace=" + namespace));
    }

    @Override
    public Path kubeconfig() {
      return place.kubeconfig;
    }

    @Override
    public String image(String workload, String version) {
      return place.image(
          switch (version) {
            case "v1.2.6" -> "bad";
            case "v1.2.8" -> "nopull";
            default -> version;
          });
    }

    @Override
    public boolean kubelet() {
      return place.lacks(Row.Need.KUBELET).isEmpty();
    }

    @Override
    public void close() {
      place.close();
    }
  }
}

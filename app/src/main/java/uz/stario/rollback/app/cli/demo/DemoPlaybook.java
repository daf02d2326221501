package uz.stario.rollback.app.cli.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The playbook of the sandbox: the platform's services behind the sandbox's ingress. */
final class DemoPlaybook {

  private static final List<String> BACKENDS =
      List.of("video-gen", "face-similarity", "poster-gen", "regtech-filter");

  static final List<String> SERVICES =
      Stream.concat(Stream.of("api-gateway"), BACKENDS.stream()).toList();

  static final String CHANNEL = "#incidents";

  private DemoPlaybook() {}

  /**
   * The YAML.
   *
   * @param webhook the file that holds the address of the channel's webhook
   */
  static String text(URI ingress, Path webhook) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        schemaVersion: 1
        platform: stario
        environments:
          sandbox:
            context: stario-sandbox
            namespace: stario
            url: %s
            channel:
              name: "%s"
              webhook: { file: "%s" }
        services:
          api-gateway:
            workloads: [deployment/api-gateway]
            dependsOn: [%s]
            flags:
              - EMERGENCY_MODE
              - FEATURE_VIDEO_GEN_ENABLED
              - FEATURE_POSTER_GEN_ENABLED
              - FEATURE_VOICE_QUIZ_ENABLED
            checks:
              - name: health
                http: GET ${url}/health
        """
            .formatted(withoutSlash(ingress), CHANNEL, webhook, String.join(", ", BACKENDS)));
    for (String service : BACKENDS) {
      String workers = service.equals("video-gen") ? ", deployment/video-gen-worker" : "";
      text.append(
          """
            %1$s:
              workloads: [deployment/%1$s%2$s]
              checks:
                - name: health
                  http: GET ${url}/health/%1$s
          """
              .formatted(service, workers));
    }
    return text.toString();
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}

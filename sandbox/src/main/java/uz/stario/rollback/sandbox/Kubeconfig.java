package uz.stario.rollback.sandbox;

import java.net.URI;

/** The kubeconfig of a sandbox. */
final class Kubeconfig {
  private Kubeconfig() {}

  static String text(URI server, String adminToken, String viewerToken) {
    return """
    apiVersion: v1
    kind: Config
    current-context: stario-sandbox
    clusters:
    - name: stario-sandbox
      cluster:
        server: %s
    contexts:
    - name: stario-sandbox
      context: {cluster: stario-sandbox, namespace: stario, user: stario-sandbox-admin}
    - name: stario-sandbox-viewer
      context: {cluster: stario-sandbox, namespace: stario, user: stario-sandbox-viewer}
    users:
    - name: stario-sandbox-admin
      user: {token: %s}
    - name: stario-sandbox-viewer
      user: {token: %s}
    """
        .formatted(server, adminToken, viewerToken);
  }
}

package uz.stario.rollback.sandbox;

import java.net.URI;

/**
 * The kubeconfig of a sandbox.
 *
 * <p>The token is in the server's path too, because kubectl sends none over plain HTTP.
 */
final class Kubeconfig {
  private Kubeconfig() {}

  static String text(URI server, String adminToken, String viewerToken) {
    return """
    apiVersion: v1
    kind: Config
    current-context: stario-sandbox
    clusters:
    - name: stario-sandbox
      cluster: {server: "%1$s/token/%2$s"}
    - name: stario-sandbox-viewer
      cluster: {server: "%1$s/token/%3$s"}
    contexts:
    - name: stario-sandbox
      context: {cluster: stario-sandbox, namespace: stario, user: stario-sandbox-admin}
    - name: stario-sandbox-viewer
      context: {cluster: stario-sandbox-viewer, namespace: stario, user: stario-sandbox-viewer}
    users:
    - name: stario-sandbox-admin
      user: {token: %2$s}
    - name: stario-sandbox-viewer
      user: {token: %3$s}
    """
        .formatted(server, adminToken, viewerToken);
  }
}

package uz.stario.rollback.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The kubeconfig of a sandbox: one cluster, and a context for each of its two users. */
final class Kubeconfig {
  private Kubeconfig() {}

  static String text(URI server, String authority, String adminToken, String viewerToken) {
    return """
    apiVersion: v1
    kind: Config
    current-context: stario-sandbox
    clusters:
    - name: stario-sandbox
      cluster:
        server: %s
        certificate-authority-data: %s
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
        .formatted(
            server,
            Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII)),
            adminToken,
            viewerToken);
  }
}

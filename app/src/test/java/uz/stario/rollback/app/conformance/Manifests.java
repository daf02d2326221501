package uz.stario.rollback.app.conformance;

/** What the rows put into their namespaces. */
final class Manifests {
  private Manifests() {}

  /** {@code web}, a Deployment of two pods. */
  static String deployment(String image) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      labels: {app: web, tier: front}
      annotations: {kubernetes.io/change-cause: release %1$s}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: app
            image: %1$s
            ports: [{containerPort: 8080}]
            env: [{name: MODE, value: plain}]
    """
        .formatted(image);
  }

  /** {@code web} with its Service and ConfigMap. */
  static String web(String image) {
    return deployment(image)
        + """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: 8080}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {mode: plain}
        """;
  }

  static String map(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s}
    data: {mode: %s}
    """
        .formatted(name, value);
  }
}

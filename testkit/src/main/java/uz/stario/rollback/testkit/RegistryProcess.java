package uz.stario.rollback.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import uz.stario.rollback.release.Image;

/**
 * A real image registry of a test, in a temporary folder and on a loopback port, that lets one user
 * in.
 */
public final class RegistryProcess implements AutoCloseable {

  public static final String USER = "anna";
  public static final String PASSWORD = "rollback";

  /** What {@code htpasswd -B} makes of the password, with the least work to check it. */
  private static final String HASHED =
      "$2y$05$abcdefghijklmnopqrstuunDTMyIvoDCX06Sow6fOPKS8a6Dnkcqu";

  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private static final Duration AMPLE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  private RegistryProcess(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Whether there is one on the {@code PATH}. */
  public static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    return ServerProcess.program("docker-registry");
  }

  /** Starts it and waits until it answers. */
  public static RegistryProcess start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("stario-registry");
    int port = ServerProcess.freePort();
    Path users = Files.writeString(folder.resolve("htpasswd"), USER + ":" + HASHED + "\n");
    Path configuration =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: %s } }
            http: { addr: "127.0.0.1:%d" }
            auth: { htpasswd: { realm: test, path: %s } }
            """
                .formatted(folder.resolve("data"), port, users));
    Process process =
        new ProcessBuilder(program().orElseThrow().toString(), "serve", configuration.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var registry = new RegistryProcess(folder, port, process);
    registry.await();
    return registry;
  }

  private void await() throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(AMPLE);
    while (true) {
      try {
        send(request("/v2/").GET(), 200);
        return;
      } catch (IOException e) {
        if (Instant.now().isAfter(deadline) || process.waitFor(20, TimeUnit.MILLISECONDS)) {
          String log = Files.readString(folder.resolve("log"));
          close();
          throw new IOException("the registry does not answer: " + log, e);
        }
      }
    }
  }

  /** As references and logins name it. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  /** Puts an image into it, as {@code docker push} does. */
  public Image push(String repository, String tag, Map<String, String> labels)
      throws IOException, InterruptedException {
    put(repository, tag, MANIFEST, manifest(repository, "amd64", labels));
    return new Image(host() + "/" + repository + ":" + tag);
  }

  /**
   * The same for several platforms.
   *
   * @param platforms their labels, by architecture
   */
  public Image pushForPlatforms(
      String repository, String tag, Map<String, Map<String, String>> platforms)
      throws IOException, InterruptedException {
    StringBuilder manifests = new StringBuilder();
    for (Map.Entry<String, Map<String, String>> platform : platforms.entrySet()) {
      String manifest = manifest(repository, platform.getKey(), platform.getValue());
      put(repository, digest(manifest), MANIFEST, manifest);
      manifests
          .append(manifests.isEmpty() ? "" : ",")
          .append(
              """
              {"mediaType": "%s", "digest": "%s", "size": %d,
               "platform": {"os": "linux", "architecture": "%s"}}\
              """
                  .formatted(MANIFEST, digest(manifest), size(manifest), platform.getKey()));
    }
    put(
        repository,
        tag,
        INDEX,
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s]}\
        """
            .formatted(INDEX, manifests));
    return new Image(host() + "/" + repository + ":" + tag);
  }

  /** The digest under which it keeps what a tag leads to. */
  public String digestOf(Image tagged) throws IOException, InterruptedException {
    String repository = tagged.repository().substring(host().length() + 1);
    HttpResponse<String> head =
        send(
            request("/v2/" + repository + "/manifests/" + tagged.tag())
                .header("Accept", MANIFEST + ", " + INDEX)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()),
            200);
    return head.headers().firstValue("docker-content-digest").orElseThrow();
  }

  private String manifest(String repository, String architecture, Map<String, String> labels)
      throws IOException, InterruptedException {
    String pairs =
        labels.entrySet().stream()
            .map(label -> "\"%s\": \"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", "));
    String config =
        """
        {"os": "linux", "architecture": "%s", "config": {"Labels": {%s}},
         "rootfs": {"type": "layers", "diff_ids": []}}\
        """
            .formatted(architecture, pairs);
    upload(repository, config);
    return """
    {"schemaVersion": 2, "mediaType": "%s", "layers": [],
     "config": {"mediaType": "%s", "digest": "%s", "size": %d}}\
    """
        .formatted(MANIFEST, CONFIG, digest(config), size(config));
  }

  private void upload(String repository, String blob) throws IOException, InterruptedException {
    HttpResponse<String> begun =
        send(
            request("/v2/" + repository + "/blobs/uploads/")
                .POST(HttpRequest.BodyPublishers.noBody()),
            202);
    URI to = begun.uri().resolve(begun.headers().firstValue("location").orElseThrow());
    send(
        HttpRequest.newBuilder(
                URI.create(to + (to.getQuery() == null ? "?" : "&") + "digest=" + digest(blob)))
            .header("Authorization", authorization())
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofString(blob)),
        201);
  }

  private void put(String repository, String reference, String type, String manifest)
      throws IOException, InterruptedException {
    send(
        request("/v2/" + repository + "/manifests/" + reference)
            .header("Content-Type", type)
            .PUT(HttpRequest.BodyPublishers.ofString(manifest)),
        201);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host() + path))
        .header("Authorization", authorization());
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int wanted)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.timeout(AMPLE).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != wanted) {
      throw new IOException(response + ": " + response.body());
    }
    return response;
  }

  private static String authorization() {
    return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
  }

  private static int size(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows SHA-256", e);
    }
  }

  /** Ends it and deletes what it kept. */
  @Override
  public void close() throws IOException {
    client.close();
    ServerProcess.end(process, folder);
  }
}

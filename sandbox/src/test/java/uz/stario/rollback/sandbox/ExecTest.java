package uz.stario.rollback.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

/** exec as kubectl does it: over a WebSocket with a channel per stream. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class ExecTest {
  private final Sandbox sandbox =
      Sandbox.start(SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.01));
  private final Client client = new Client(sandbox);
  private String pod = "";

  @BeforeAll
  void wait_for_a_pod() throws Exception {
    sandbox.deployPlatform("v1.2.3");
    sandbox
        .cluster()
        .await(
            Resources.DEPLOYMENT,
            "stario",
            "video-gen",
            d -> d.at("/status/availableReplicas").asInt(0) == 2,
            Duration.ofSeconds(30));
    pod =
        sandbox.cluster().list(Resources.POD, "stario").stream()
            .filter(p -> Manifest.labels(p).getOrDefault("app", "").equals("video-gen"))
            .map(Manifest::name)
            .findFirst()
            .orElseThrow();
  }

  @AfterAll
  void close() {
    client.close();
    sandbox.close();
  }

  /** Collects what each channel says until the server closes. */
  private static final class Channels implements WebSocket.Listener {
    final Map<Integer, ByteArrayOutputStream> said = new ConcurrentHashMap<>();
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      ByteArrayOutputStream channel =
          said.computeIfAbsent((int) data.get(), _ -> new ByteArrayOutputStream());
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      channel.writeBytes(bytes);
      messages.add(new String(bytes, UTF_8));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    String text(int channel) {
      ByteArrayOutputStream stream = said.get(channel);
      return stream == null ? "" : stream.toString(UTF_8);
    }

    JsonNode end() {
      return Manifest.JSON.readTree(text(3));
    }
  }

  private Channels exec(String query, String input) throws Exception {
    Channels channels = new Channels();
    WebSocket socket = open(query, sandbox.adminToken(), channels);
    if (!input.isEmpty()) {
      socket.sendBinary(ByteBuffer.wrap(("\0" + input).getBytes(UTF_8)), true).join();
      socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
    }
    assertThat(channels.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1000);
    return channels;
  }

  private WebSocket open(String query, String token, Channels channels) throws Exception {
    URI address =
        URI.create(
            sandbox.apiServer().toString().replace("https", "wss")
                + "/api/v1/namespaces/stario/pods/"
                + pod
                + "/exec?stdout=true&stderr=true&"
                + query);
    return client
        .http()
        .newWebSocketBuilder()
        .subprotocols("v5.channel.k8s.io", "v4.channel.k8s.io")
        .header("Authorization", "Bearer " + token)
        .buildAsync(address, channels)
        .get();
  }

  @Test
  void a_command_tells_what_the_pod_knows() throws Exception {
    Channels ran = exec("command=sh&command=-c&command=hostname%3B+cat+%2Fetc%2Fhostname", "");
    assertThat(ran.text(1)).isEqualTo(pod + "\n" + pod + "\n");
    assertThat(ran.end().path("status").asString("")).isEqualTo("Success");
    assertThat(exec("command=env", "").text(1)).contains("USE_MOCK_AI=false\n");
    assertThat(exec("command=curl&command=-s&command=localhost:8080/health", "").text(1))
        .contains("\"service\":\"video-gen\"");
    assertThat(exec("command=curl&command=-s&command=http://poster-gen/health", "").text(1))
        .contains("\"service\":\"poster-gen\"");
  }

  @Test
  void a_program_that_is_not_there_is_not_started_as_the_runtime_says() throws Exception {
    Channels ran = exec("command=nothing", "");
    assertThat(ran.text(2)).isEmpty();
    assertThat(ran.end().path("reason").asString("")).isEqualTo("InternalError");
    assertThat(ran.end().path("message").asString(""))
        .startsWith("Internal error occurred: error executing command in container: failed to exec")
        .endsWith("exec: \"nothing\": executable file not found in $PATH: unknown");
    assertThat(exec("command=/bin/nothing", "").end().path("message").asString(""))
        .endsWith("exec: \"/bin/nothing\": stat /bin/nothing: no such file or directory: unknown");
  }

  @Test
  void a_command_of_a_shell_that_is_not_there_ends_with_127() throws Exception {
    Channels ran = exec("command=sh&command=-c&command=nothing", "");
    assertThat(ran.text(2)).isEqualTo("sh: nothing: not found\n");
    assertThat(ran.end().path("reason").asString("")).isEqualTo("NonZeroExitCode");
    assertThat(ran.end().at("/details/causes/0/message").asString("")).isEqualTo("127");
  }

  @Test
  void input_reaches_the_command_until_it_is_closed() throws Exception {
    assertThat(exec("stdin=true&command=cat", "typed").text(1)).isEqualTo("typed");
  }

  @Test
  void a_command_waits_for_who_types_slowly() throws Exception {
    Channels channels = new Channels();
    WebSocket socket = open("stdin=true&command=cat", sandbox.adminToken(), channels);
    for (int letter = 0; letter < 100; letter++) {
      socket.sendBinary(ByteBuffer.wrap("\0x".getBytes(UTF_8)), true).join();
      assertThat(channels.messages.poll(10, TimeUnit.SECONDS)).isEqualTo("x");
    }
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
    assertThat(channels.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1000);
  }

  @Test
  void mounted_configuration_is_read_from_the_cluster() throws Exception {
    sandbox
        .cluster()
        .create(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"conf","namespace":"default"},
             "data":{"a":"from the map"}}\
            """);
    ObjectNode created =
        sandbox
            .cluster()
            .create(
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"mounted","namespace":"default"},
                 "spec":{"containers":[{"name":"c","image":"example.org/app:1",
                   "volumeMounts":[{"name":"v","mountPath":"/conf/"}]}],
                  "volumes":[{"name":"v","configMap":{"name":"conf","items":[{"key":"a","path":"b"}]}}]}}\
                """);
    sandbox
        .cluster()
        .await(
            Resources.POD,
            "default",
            Manifest.name(created),
            p -> Manifest.text(p, "status", "phase").equals("Running"),
            Duration.ofSeconds(30));
    Channels channels = new Channels();
    client
        .http()
        .newWebSocketBuilder()
        .subprotocols("v4.channel.k8s.io")
        .header("Authorization", "Bearer " + sandbox.adminToken())
        .buildAsync(
            URI.create(
                sandbox.apiServer().toString().replace("https", "wss")
                    + "/api/v1/namespaces/default/pods/mounted/exec?stdout=true&command=cat&command=/conf/b"),
            channels)
        .get();
    channels.closed.get(30, TimeUnit.SECONDS);
    assertThat(channels.text(1)).isEqualTo("from the map");
  }

  @Test
  void a_viewer_may_not_run_commands() {
    assertThatThrownBy(() -> open("command=env", sandbox.viewerToken(), new Channels()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void a_request_that_is_no_websocket_is_told_so() throws Exception {
    Client.Answer plain =
        client.get("/api/v1/namespaces/stario/pods/" + pod + "/exec?command=env&stdout=true");
    assertThat(plain.status()).isEqualTo(400);
    assertThat(plain.message()).contains("WebSocket");
    Client.Answer forward = client.get("/api/v1/namespaces/stario/pods/" + pod + "/portforward");
    assertThat(forward.message()).contains("SPDY").contains("http://127.0.0.1:");
  }
}

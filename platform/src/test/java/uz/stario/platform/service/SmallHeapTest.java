package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import uz.stario.platform.face.Portrait;

/** Services with the 64 MB of heap that the images give them, and clients who send too much. */
class SmallHeapTest extends PlatformStage {

  @Test
  void megabytes_of_tiny_objects_from_many_at_once_are_refused_and_take_no_heap() throws Exception {
    String objects = "{\"text\": [" + "{},".repeat(340_000) + "{}]}";
    String names = "{" + numbered(80_000) + "}";
    String text = "{\"text\": \"" + "\\u0416".repeat(170_000) + "\"}";
    try (var process = ServiceProcess.start("regtech-filter", environment("v1.2.3"))) {
      URI moderate = process.address().resolve("/content/moderate");
      for (String body : List.of(objects, names, text)) {
        assertThat(atOnce(24, () -> post(moderate, token(), body)))
            .as(body.substring(0, 20))
            .contains(400)
            .isSubsetOf(400, 503);
      }
      assertThat(process.isAlive()).isTrue();
      assertThat(post(moderate, token(), "{\"text\": \"Salom\"}").statusCode()).isEqualTo(200);
    }
  }

  private static String numbered(int names) {
    var text = new StringBuilder();
    for (int i = 0; i < names; i++) {
      text.append(i == 0 ? "" : ",").append("\"a").append(i).append("\":0");
    }
    return text.toString();
  }

  @Test
  void large_pictures_from_many_at_once_wait_for_each_other_and_take_no_more_than_the_heap()
      throws Exception {
    byte[] large = noise(1400, 1150);
    assertThat(large.length).isBetween(4 << 20, 5 << 20);
    byte[] wide = ImageBadInputTest.png(new BufferedImage(9000, 2200, BufferedImage.TYPE_INT_RGB));
    try (var process = ServiceProcess.start("face-similarity", environment("v1.2.3"))) {
      URI base = process.address();
      ServiceStage.await(
          () -> send("GET", base.resolve("/health"), "", NOTHING).statusCode() == 200);
      URI quiz = base.resolve("/face-quiz");
      for (byte[] picture : List.of(large, wide)) {
        assertThat(atOnce(12, () -> send("POST", quiz, "", picture)))
            .contains(200)
            .isSubsetOf(200, 503);
      }
      assertThat(process.isAlive()).isTrue();
      assertThat(send("POST", quiz, "", ImageBadInputTest.png(Portrait.of("test"))).statusCode())
          .isEqualTo(200);
    }
  }

  /** Noise cannot be packed: a file as large as it looks. */
  private static byte[] noise(int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  @Test
  void who_sends_half_a_request_or_nothing_more_is_cut_off() throws Exception {
    try (var process =
        ServiceProcess.start(
            "regtech-filter", environment("v1.2.3"), "-Dsun.net.httpserver.maxReqTime=1")) {
      URI base = process.address();
      for (String half :
          List.of(
              "GET / HT",
              "GET /health HTTP/1.1\r\nHost: x\r\nX-A: ",
              "POST /content/moderate HTTP/1.1\r\nContent-Length: 9\r\n\r\n{")) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
          socket.setSoTimeout(60_000);
          socket.getOutputStream().write(utf8(half));
          // Ends, or the time-out of the read fails the test.
          byte[] answer = socket.getInputStream().readAllBytes();
          assertTellsNothing(new String(answer, java.nio.charset.StandardCharsets.UTF_8));
        }
      }
      assertThat(send("GET", base.resolve("/health"), "", NOTHING).statusCode()).isEqualTo(200);
    }
  }

  private static List<Integer> atOnce(int clients, Callable<HttpResponse<byte[]>> request)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> statuses = new ArrayList<>();
      for (Future<HttpResponse<byte[]>> answer :
          threads.invokeAll(Stream.generate(() -> request).limit(clients).toList())) {
        statuses.add(answer.get().statusCode());
      }
      return statuses;
    }
  }
}

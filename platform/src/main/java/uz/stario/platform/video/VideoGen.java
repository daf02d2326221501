package uz.stario.platform.video;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.Service;
import uz.stario.platform.flags.Feature;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/**
 * The service {@code video-gen}: takes wishes for videos of those who are signed in, and hands out
 * what the workers made of them.
 */
public final class VideoGen {

  private VideoGen() {}

  /** Adds what makes a service this one. With the feature off only new videos are refused. */
  public static void addTo(Service service) {
    var videos =
        new VideoService(
            new VideoQueue(service.redis().client()),
            new VideoStore(service.database().source()),
            new VideoFiles(service.settings().videosFolder()));
    service
        .routes()
        .post("/videos", request -> create(service, videos, request))
        .get("/videos/{id}", request -> Response.json(200, videos.get(request.parameter("id"))))
        .get(
            "/videos/{id}/file",
            request -> Response.bytes(200, "video/mp4", videos.file(request.parameter("id"))))
        .get("/jobs", _ -> Response.json(200, videos.jobs()));
  }

  private static Response create(Service service, VideoService videos, Request request)
      throws Exception {
    service.tokens().user(request);
    service.flags().require(Feature.VIDEO_GEN);
    ObjectNode asked = videos.create(request.body());
    String id = asked.path("id").asString();
    service.log().info("Video queued", Map.of("job", id, "request_id", request.id()));
    return Response.json(202, asked).with("Location", "/videos/" + id);
  }
}

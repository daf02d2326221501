package uz.stario.rollback.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.release.Image;

class FakeImagesTest extends ImagesContract {

  private static final String HOST = "registry.shop.example/";

  private final FakeImages fake = new FakeImages();
  private final Map<String, Image> digests = new HashMap<>();

  @Override
  protected Images images() {
    return fake;
  }

  @Override
  protected Image push(String repository, String tag, Map<String, String> labels) {
    Image image = new Image(HOST + repository + ":" + tag);
    Image digested =
        new Image(HOST + repository + "@sha256:" + "%064x".formatted(labels.hashCode()));
    digests.put(image.reference(), digested);
    fake.push(image, labels).push(digested, labels);
    return image;
  }

  @Override
  protected Image pushForPlatforms(
      String repository, String tag, Map<String, Map<String, String>> platforms) {
    Map<String, String> first = platforms.values().iterator().next();
    return push(repository, tag, platforms.getOrDefault("amd64", first));
  }

  @Override
  protected Image unreachable() {
    return new Image("nobody.example/shop/web:v1");
  }

  @Override
  protected Image digested(Image tagged) {
    return Objects.requireNonNull(digests.get(tagged.reference()));
  }
}

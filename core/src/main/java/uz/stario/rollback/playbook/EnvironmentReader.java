package uz.stario.rollback.playbook;

import java.util.Optional;

/**
 * Reads one environment. Where a part is wrong, an empty stand-in takes its place, as a file with
 * mistakes never becomes a playbook.
 */
final class EnvironmentReader {

  private EnvironmentReader() {}

  static Environment read(String name, Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.ENVIRONMENT, mistakes);
    return new Environment(
        name,
        fields.text("context"),
        fields.name("namespace", NameRule.LABEL).orElse(""),
        fields.read("url", EnvironmentReader::url),
        fields.read("channel", ChannelReader::read),
        fields.read("approval", ApprovalReader::read));
  }

  private static Optional<String> url(Located<Node> from, Mistakes mistakes) {
    Optional<String> url = Values.text(from, mistakes);
    url.flatMap(Addresses::baseFault).ifPresent(fault -> mistakes.add(from, fault));
    // A faulty one is still one: the checks that use it are not at fault. So is one of a wrong
    // type.
    return Optional.of(url.orElse(""));
  }
}

package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which Secrets services have in common. */
final class SharedSecretReader {

  private SharedSecretReader() {}

  /** The Secrets, and where each names a service. */
  record Draft(List<SharedSecret> secrets, List<Located<String>> services) {}

  static Optional<Draft> read(Located<Node> from, Mistakes mistakes) {
    List<SharedSecret> secrets = new ArrayList<>();
    List<Located<String>> places = new ArrayList<>();
    Fields.entries(from, mistakes)
        .orElse(Map.of())
        .forEach((name, entry) -> {
          if (!NameRule.SUBDOMAIN.allows(name)) {
            mistakes.add(
                entry.value().path(), entry.key(), "the name " + NameRule.SUBDOMAIN.words());
          }
          List<Located<String>> services = new ArrayList<>();
          List<Located<Node>> items = Values.items(entry.value(), mistakes);
          if (items.isEmpty() && entry.value().value() instanceof Node.Sequence) {
            mistakes.add(entry.value(), "must name at least one service");
          }
          for (Located<Node> item : items) {
            Values.text(item, mistakes).ifPresent(text -> services.add(item.with(text)));
          }
          ServiceReader.reportTwice(services, mistakes);
          places.addAll(services);
          secrets.add(new SharedSecret(name, services.stream().map(Located::value).toList()));
        });
    return Optional.of(new Draft(secrets, places));
  }
}

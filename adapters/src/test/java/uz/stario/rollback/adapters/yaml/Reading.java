package uz.stario.rollback.adapters.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import uz.stario.rollback.playbook.Loaded;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.PlaybookLoader;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/** Short ways to read playbooks in tests. */
final class Reading {

  /** A playbook without mistakes; the tests change parts of it. */
  static final String SOUND =
      """
      schemaVersion: 1
      platform: shop
      environments:
        prod:
          namespace: shop
          url: https://api.shop.example
          channel:
            name: "#incidents"
            webhook: { env: SHOP_WEBHOOK }
      services:
        web:
          workloads: [deployment/web]
          dependsOn: [orders]
          flags: [FEATURE_X]
          checks:
            - name: health
              http: GET ${url}/health
              status: 200
              contains: ok
              limit: 5s
        orders:
          workloads: [deployment/orders]
      """;

  /** The sound playbook with all that may be left out. */
  static final String WHOLE =
      with(
          "      webhook: { env: SHOP_WEBHOOK }\n",
          "      webhook: { env: SHOP_WEBHOOK }\n"
              + "    approval: { of: destructive, within: 15m, attested: false, breakGlass: true"
              + " }\n");

  /** The sound playbook with a bot and messages of its own. */
  static final String WITH_A_BOT =
      with(
          "      webhook: { env: SHOP_WEBHOOK }\n",
          """
                slack:
                  channel: C0INCIDENT
                  token: { file: /run/secrets/slack }
                  api: https://slack-gov.com/api
                messages:
                  complete:
                    title: "${services} IS BACK"
                    fields:
                      Version: "${to}"
                      Who: ${who} ($ {no} placeholder)
                    status: "${state}"
                    closing: Thank you.
          """
              .indent(-4));

  private Reading() {}

  /** The sound playbook with one part replaced, which must be there. */
  static String with(String part, String other) {
    if (!SOUND.contains(part)) {
      throw new IllegalArgumentException(part);
    }
    return SOUND.replace(part, other);
  }

  /** What is wrong with a text, without the name of a file. */
  static List<String> mistakes(String yaml) {
    return mistakes(YamlParser.parse(yaml)).stream().map(Mistake::toString).toList();
  }

  static List<Mistake> mistakes(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Broken(List<Mistake> mistakes) -> mistakes;
      case Parsed.Tree(var root) ->
          switch (PlaybookLoader.load(root)) {
            case Loaded.Good _ -> List.of();
            case Loaded.Bad(List<Mistake> mistakes) -> mistakes;
          };
    };
  }

  static Problem problem(Answer<?> answer) {
    return switch (answer) {
      case Answer.Refused<?>(Problem problem) -> problem;
      case Answer.Given<?> given -> throw new AssertionError("not refused: " + given);
    };
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

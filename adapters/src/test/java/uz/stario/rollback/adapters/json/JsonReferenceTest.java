package uz.stario.rollback.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JsonReferenceTest {

  @Test
  void every_name_of_a_type_is_in_the_reference() throws IOException {
    String reference = Files.readString(Path.of("../docs/reference/json.md"));

    for (Kinds<?> kinds : Types.ALL) {
      assertThat(kinds.names())
          .allSatisfy(name -> assertThat(reference).contains("`" + name + "`"));
    }
  }
}

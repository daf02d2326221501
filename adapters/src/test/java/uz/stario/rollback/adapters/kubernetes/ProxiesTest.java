package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy the environment names, as kubectl understands it. */
class ProxiesTest {

  private static final String PROXY = "http://proxy:3128";

  @ParameterizedTest
  @CsvSource({
    // the list, the server, whether it is spoken with directly
    "'', https://api.acme.uz:6443, false",
    "acme.uz, https://api.acme.uz:6443, true",
    "acme.uz, https://acme.uz, true",
    ".acme.uz, https://acme.uz, false",
    ".acme.uz, https://api.acme.uz, true",
    "*.acme.uz, https://api.acme.uz, true",
    "cme.uz, https://api.acme.uz, false",
    "'other, ACME.uz ', https://api.acme.uz, true",
    "acme.uz:6443, https://api.acme.uz:6443, true",
    "acme.uz:443, https://api.acme.uz:6443, false",
    "10.0.0.0/8, https://10.1.2.3:6443, true",
    "10.0.0.0/8, https://11.1.2.3:6443, false",
    "10.0.0.0/99, https://10.1.2.3:6443, false",
    "10.1.2.3, https://10.1.2.3:6443, true",
    "10.1.2.3, https://10.1.2.4:6443, false",
    "fd00::/8, 'https://[fd12::1]:6443', true",
    "*, https://api.acme.uz, true",
    "'', https://127.0.0.1:6443, true",
    "'', https://localhost:6443, true",
    "'', 'https://[::1]:6443', true",
    "'', api.acme.uz:6443, false"
  })
  void a_server_is_spoken_with_directly_where_the_list_says_so(
      String list, String server, boolean directly) {
    Map<String, String> environment = Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", list);

    assertThat(Proxies.named(environment, server).isEmpty()).isEqualTo(directly);
  }

  @Test
  void each_scheme_has_a_variable_and_capitals_come_first() {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "first:1", "https_proxy", "second:2", "http_proxy", "third:3");

    assertThat(Proxies.named(environment, "https://c.uz")).contains("http://first:1");
    assertThat(Proxies.named(environment, "http://c.uz")).contains("http://third:3");
    assertThat(Proxies.named(Map.of("HTTP_PROXY", "third:3"), "https://c.uz")).isEmpty();
  }
}

package uz.stario.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordsTest {

  @Test
  void a_password_matches_its_own_hash_and_no_other() throws Exception {
    var passwords = new Passwords();
    String hash = passwords.hash("Test123!");

    assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=5,p=1$").doesNotContain("Test123!");
    assertThat(passwords.matches("Test123!", hash)).isTrue();
    assertThat(passwords.matches("test123!", hash)).isFalse();
    assertThat(passwords.hash("Test123!")).as("another salt").isNotEqualTo(hash);
  }

  /**
   * From the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 16}.
   */
  @Test
  void a_hash_of_the_reference_implementation_is_understood() throws Exception {
    String hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(new Passwords().matches("password", hash)).isTrue();
    assertThat(new Passwords().matches("passwort", hash)).isFalse();
  }

  @Test
  void what_is_no_hash_of_ours_is_a_mistake_in_the_table_and_not_a_wrong_password() {
    var passwords = new Passwords();

    assertThatThrownBy(() -> passwords.matches("a", "plain text"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("plain text");
  }
}

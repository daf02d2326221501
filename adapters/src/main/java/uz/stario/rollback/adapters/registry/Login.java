package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Who asks a registry; never shown. */
sealed interface Login {

  /** Nobody in particular. */
  record Nobody() implements Login {}

  /** A name and a password. */
  record User(String name, String password) implements Login {

    /** As HTTP sends it. */
    String basic() {
      return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    }

    @Override
    public String toString() {
      return "a user";
    }
  }

  /** A token that others are given for. */
  record IdentityToken(String token) implements Login {
    @Override
    public String toString() {
      return "a token";
    }
  }
}

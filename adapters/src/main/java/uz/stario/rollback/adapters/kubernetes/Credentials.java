package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import okhttp3.Request;
import uz.stario.rollback.redact.Redactor;

/**
 * As whom requests are made: a bearer token, a client certificate, both or neither, and perhaps on
 * behalf of another user.
 *
 * <p>Plugins ({@code exec}) and providers ({@code auth-provider}) are client-java's to run.
 * Thread-safe. Nothing here is ever printed.
 */
final class Credentials {

  /** Why there are no credentials, in words without any of them. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  /** The last four are those of an {@code auth-provider}. */
  private static final Set<String> INLINE_SECRETS =
      Set.of(
          "token",
          "password",
          "client-key-data",
          "access-token",
          "id-token",
          "refresh-token",
          "client-secret");

  private static final String EXEC_INFO = "KUBERNETES_EXEC_INFO";

  private final Map<String, Object> user;
  private final boolean fromPlugin;
  private final KeyManager[] keyManagers;
  private final Redactor redactor;
  private volatile String authorization;

  private Credentials(
      Map<String, Object> user,
      boolean fromPlugin,
      KeyManager[] keyManagers,
      String authorization,
      Redactor redactor) {
    this.user = user;
    this.fromPlugin = fromPlugin;
    this.keyManagers = keyManagers;
    this.authorization = authorization;
    this.redactor = redactor;
  }

  /**
   * @param redactor is told every secret among them
   */
  static Credentials of(ClusterAccess access, Redactor redactor) throws Unusable {
    Map<String, Object> user = access.user();
    learn(user, redactor);
    Optional<byte[]> certificate = content(access, "client-certificate");
    Optional<byte[]> key = content(access, "client-key");
    KeyManager[] keys =
        certificate.isPresent() && key.isPresent()
            ? keyManagers(certificate.get(), key.get())
            : new KeyManager[0];
    Optional<String> name = access.userField("username");
    Optional<String> password = access.userField("password");
    if (name.isPresent() && password.isPresent()) {
      byte[] pair = (name.get() + ":" + password.get()).getBytes(UTF_8);
      return new Credentials(
          user, false, keys, "Basic " + Base64.getEncoder().encodeToString(pair), redactor);
    }
    if (user.containsKey("tokenFile")) {
      return new Credentials(user, false, keys, "", redactor);
    }
    if (access.userField("token").isPresent()) {
      return new Credentials(
          user, false, keys, "Bearer " + access.userField("token").get(), redactor);
    }
    if (user.get("exec") == null && user.get("auth-provider") == null) {
      return new Credentials(user, false, keys, "", redactor);
    }
    Map<String, String> given = run(access.user(), redactor);
    String token = given.getOrDefault(KubeConfig.CRED_TOKEN_KEY, "");
    String pluginCertificate = given.getOrDefault(KubeConfig.CRED_CLIENT_CERTIFICATE_DATA_KEY, "");
    if (!pluginCertificate.isEmpty()) {
      keys =
          keyManagers(
              pluginCertificate.getBytes(UTF_8),
              given.getOrDefault(KubeConfig.CRED_CLIENT_KEY_DATA_KEY, "").getBytes(UTF_8));
    }
    return new Credentials(user, true, keys, token.isEmpty() ? "" : "Bearer " + token, redactor);
  }

  /** None where no client certificate is used. */
  KeyManager[] keyManagers() {
    return keyManagers.clone();
  }

  /** Adds what identifies the user to a request. */
  Request sign(Request request) throws IOException {
    Request.Builder signed = request.newBuilder();
    String header =
        user.get("tokenFile") instanceof String file
            // Read each time: it is replaced well before it expires.
            ? "Bearer " + learned(Files.readString(Path.of(file)).strip())
            : authorization;
    if (!header.isEmpty()) {
      signed.header("Authorization", header);
    }
    if (user.get("as") instanceof String as) {
      signed.header("Impersonate-User", as);
    }
    if (user.get("as-uid") instanceof String uid) {
      signed.header("Impersonate-Uid", uid);
    }
    if (user.get("as-groups") instanceof List<?> groups) {
      groups.forEach(group -> signed.addHeader("Impersonate-Group", String.valueOf(group)));
    }
    if (user.get("as-user-extra") instanceof Map<?, ?> extra) {
      extra.forEach((key, values) -> {
        // Header names have no capitals here, and not all the characters that a key may have.
        String name = URLEncoder.encode(String.valueOf(key).toLowerCase(Locale.ROOT), UTF_8);
        if (values instanceof List<?> many) {
          many.forEach(
              value -> signed.addHeader("Impersonate-Extra-" + name, String.valueOf(value)));
        }
      });
    }
    return signed.build();
  }

  private String learned(String token) {
    redactor.learn(token);
    return token;
  }

  /** What a kubeconfig holds inline, and what it hands to a plugin. */
  private static void learn(Map<?, ?> fields, Redactor redactor) {
    fields.forEach((name, value) -> {
      if (value instanceof Map<?, ?> more) {
        learn(more, redactor);
      } else if (value instanceof String text && INLINE_SECRETS.contains(String.valueOf(name))) {
        redactor.learn(text);
      }
    });
    if (fields.get("exec") instanceof Map<?, ?> exec && exec.get("env") instanceof List<?> env) {
      for (Object variable : env) {
        if (variable instanceof Map<?, ?> one) {
          redactor.learn(String.valueOf(one.get("name")), String.valueOf(one.get("value")));
        }
      }
    }
  }

  /** Asks the plugin again, once its token was not accepted; false where there is none. */
  synchronized boolean renewed(String refused) {
    if (!fromPlugin) {
      return false;
    }
    if (!refused.equals(authorization)) {
      return true; // another request has renewed it meanwhile
    }
    try {
      String token = run(user, redactor).getOrDefault(KubeConfig.CRED_TOKEN_KEY, "");
      boolean other = !token.isEmpty() && !refused.equals("Bearer " + token);
      authorization = token.isEmpty() ? authorization : "Bearer " + token;
      return other;
    } catch (Unusable e) {
      return false;
    }
  }

  private static Map<String, String> run(Map<String, Object> user, Redactor redactor)
      throws Unusable {
    KubeConfig config = new KubeConfig(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    config.getUsers().add(new LinkedHashMap<>(Map.of("name", "user", "user", told(user))));
    config.getContexts().add(Map.of("name", "context", "context", Map.of("user", "user")));
    config.setContext("context");
    Map<String, String> given = null;
    try {
      given = config.getCredentials();
    } catch (RuntimeException e) {
      // client-java lets a plugin's malformed answer through as it comes, token and all.
    }
    if (given == null || given.isEmpty()) {
      throw new Unusable(
          user.get("exec") instanceof Map<?, ?> exec
              ? "The credential plugin " + exec.get("command") + " gave no credentials"
              : "The kubeconfig's auth-provider gave no credentials");
    }
    given.forEach((name, value) -> {
      if (!name.equals(KubeConfig.CRED_CLIENT_CERTIFICATE_DATA_KEY)) {
        redactor.learn(value);
      }
    });
    return given;
  }

  /** client-java doesn't tell plugins what they are run for, and some refuse without. */
  private static Map<String, Object> told(Map<String, Object> user) {
    if (!(user.get("exec") instanceof Map<?, ?> exec)) {
      return user;
    }
    List<Object> env = new ArrayList<>();
    if (exec.get("env") instanceof List<?> own) {
      env.addAll(own);
    }
    String info =
        "{\"apiVersion\":\"%s\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":%s}}"
            .formatted(exec.get("apiVersion"), terminal());
    env.add(Map.of("name", EXEC_INFO, "value", info));
    Map<String, Object> told = new LinkedHashMap<>();
    exec.forEach((k, v) -> told.put(String.valueOf(k), v));
    told.put("env", env);
    Map<String, Object> copy = new LinkedHashMap<>(user);
    copy.put("exec", told);
    return copy;
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal
  private static boolean terminal() {
    return System.console() != null;
  }

  private static Optional<byte[]> content(ClusterAccess access, String key) throws Unusable {
    return content(access.userField(key + "-data"), access.userField(key), key);
  }

  /** Inline base64, else a file, as every kubeconfig field of the kind. */
  static Optional<byte[]> content(Optional<String> data, Optional<String> file, String what)
      throws Unusable {
    try {
      if (data.isPresent()) {
        return Optional.of(Base64.getMimeDecoder().decode(data.get()));
      }
      return file.isPresent()
          ? Optional.of(Files.readAllBytes(Path.of(file.get())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new Unusable("The kubeconfig's " + what + "-data is not base64");
    } catch (IOException e) {
      throw new Unusable("The file of " + what + " can't be read: " + e.getMessage());
    }
  }

  private static KeyManager[] keyManagers(byte[] certificate, byte[] key) throws Unusable {
    try {
      return PemKeys.keyManagers(certificate, key);
    } catch (GeneralSecurityException | IOException e) {
      throw new Unusable("The client certificate can't be used: " + e.getMessage());
    }
  }
}

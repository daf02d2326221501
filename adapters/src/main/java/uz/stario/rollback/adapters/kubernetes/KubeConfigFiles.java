package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Kubeconfig files merged as kubectl merges them: per cluster, user and context the first file that
 * has the name wins, and so does the first {@code current-context}; relative paths are meant from
 * the file they stand in.
 *
 * <p>client-java takes one file, so the merging is here; what comes of it goes into its {@code
 * KubeConfig}.
 *
 * @param read the files that were there
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">
 *     Organizing cluster access</a>
 */
record KubeConfigFiles(
    List<Path> read,
    String currentContext,
    Map<String, Map<String, Object>> clusters,
    Map<String, Map<String, Object>> users,
    Map<String, Map<String, Object>> contexts) {

  private static final List<String> CLUSTER_PATHS = List.of("certificate-authority");
  private static final List<String> USER_PATHS =
      List.of("client-certificate", "client-key", "tokenFile");

  /** Reads the files that exist; refused where one can't be read or understood. */
  static Answer<KubeConfigFiles> load(List<Path> files) {
    KubeConfigFiles merged =
        new KubeConfigFiles(
            new ArrayList<>(),
            "",
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    for (Path file : files) {
      if (!Files.exists(file)) {
        continue;
      }
      try {
        merged = merged.with(file);
      } catch (IOException e) {
        return Answer.refused(invalid(file, "It can't be read: " + e.getMessage() + "."));
      } catch (YamlEngineException | ClassCastException e) {
        return Answer.refused(invalid(file, "It is not a kubeconfig: " + firstLine(e) + "."));
      }
    }
    return Answer.given(merged);
  }

  private KubeConfigFiles with(Path file) throws IOException {
    // The defaults of LoadSettings bound aliases and size, so a YAML bomb is an error.
    Object root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    read.add(file);
    if (root == null) {
      return this;
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw new ClassCastException("it has no fields");
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    named(map, "clusters", "cluster").forEach((k, v) -> clusters.putIfAbsent(k, v));
    for (var user : named(map, "users", "user").entrySet()) {
      users.putIfAbsent(user.getKey(), resolved(user.getValue(), USER_PATHS, folder));
    }
    clusters.replaceAll((k, v) -> resolved(v, CLUSTER_PATHS, folder));
    named(map, "contexts", "context").forEach((k, v) -> contexts.putIfAbsent(k, v));
    Object current = map.get("current-context");
    return currentContext.isEmpty() && current instanceof String name
        ? new KubeConfigFiles(read, name, clusters, users, contexts)
        : this;
  }

  private static Map<String, Map<String, Object>> named(Map<?, ?> root, String list, String field) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    Object entries = root.get(list);
    if (entries == null) {
      return found;
    }
    if (!(entries instanceof List<?> all)) {
      throw new ClassCastException(list + " is not a list");
    }
    for (Object entry : all) {
      if (!(entry instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
        throw new ClassCastException("an entry of " + list + " has no name");
      }
      found.putIfAbsent(name, fields(map.get(field), list + " " + name));
    }
    return found;
  }

  private static Map<String, Object> fields(@Nullable Object value, String where) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (value == null) {
      return fields;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new ClassCastException(where + " has no fields");
    }
    map.forEach((k, v) -> fields.put(String.valueOf(k), v));
    return fields;
  }

  /** Makes paths absolute; a plugin's command too where it is a path and not a name. */
  private static Map<String, Object> resolved(
      Map<String, Object> fields, List<String> keys, @Nullable Path folder) {
    if (folder == null) {
      return fields;
    }
    for (String key : keys) {
      if (fields.get(key) instanceof String path && !path.isEmpty()) {
        fields.put(key, absolute(folder, path));
      }
    }
    if (fields.get("exec") instanceof Map<?, ?> exec
        && exec.get("command") instanceof String command
        && command.contains("/")) {
      Map<String, Object> copy = fields(exec, "exec");
      copy.put("command", absolute(folder, command));
      fields.put("exec", copy);
    }
    return fields;
  }

  private static String absolute(Path folder, String path) {
    try {
      return folder.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      return path;
    }
  }

  static Problem invalid(Path file, String why) {
    return Problem.unchanged(
        ErrorCode.KUBECONFIG_INVALID,
        "Cannot use the kubeconfig file " + file + ".",
        why,
        "Correct the file, or name another with --kubeconfig.");
  }

  /** The parser's first line says what and where; the rest quotes the file, secrets and all. */
  private static String firstLine(Exception e) {
    String message = e.getMessage();
    if (e instanceof org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException marked) {
      message =
          marked.getProblem()
              + marked.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
    }
    return message == null ? "it can't be parsed" : message.lines().findFirst().orElse("");
  }
}

package uz.stario.rollback.playbook;

import java.util.regex.Pattern;

/**
 * What names must look like.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">the rules
 *     of Kubernetes</a>
 */
enum NameRule {
  /** RFC 1123 label. */
  LABEL(
      "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?",
      63,
      "must be 1 to 63 small letters, digits and hyphens, with a letter or digit at both ends"),
  /** RFC 1123 subdomain: what Deployments are named by. */
  SUBDOMAIN(
      "[a-z0-9](?:[-a-z0-9]*+(?<=[a-z0-9]))(?:\\.[a-z0-9][-a-z0-9]*+(?<=[a-z0-9]))*+",
      253,
      "must be small letters, digits, hyphens and dots, with a letter or digit at both ends"),
  VARIABLE(
      "[A-Za-z_][A-Za-z0-9_]*",
      253,
      "must be the name of an environment variable: letters, digits and _, no digit first"),
  /** A field name of HTTP (RFC 9110, 5.1). */
  HEADER("[-!#$%&'*+.^_`|~A-Za-z0-9]+", 100, "must be the name of an HTTP header"),
  /** What a request may name as {@code ${…}}. */
  CAPTURE(
      "[A-Za-z][A-Za-z0-9_]*",
      40,
      "must be 1 to 40 letters, digits and _, with a letter at the beginning"),
  /** RFC 6901. */
  POINTER("(?:/(?:[^~/]|~[01])*)+", 1_000, "must be a JSON pointer, such as /user/id"),
  /** A table of PostgreSQL, with its schema before it or not. */
  TABLE(
      "[A-Za-z_][A-Za-z0-9_$]*(?:\\.[A-Za-z_][A-Za-z0-9_$]*)?",
      127,
      "must be the name of a table, such as alembic_version or app.alembic_version"),
  /** A tag of an image or its beginning (OCI distribution specification, pulling manifests). */
  VERSIONS(
      "\\*|[A-Za-z0-9_][-A-Za-z0-9_.:]*\\*?",
      129,
      "must be a version such as v1.2.3, or the beginning of several and a * : v1.2.*"),
  /** What Alembic takes for the id of a revision. */
  REVISION("[A-Za-z0-9_.]+", 128, "must be the id of a revision: letters, digits, _ and ."),
  /** A key of an image's label, which may be any text; nobody types more than this. */
  IMAGE_LABEL(
      "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?",
      128,
      "must be the label of an image, such as uz.stario.schema"),
  /** A key of a label; its prefix may be left out. */
  LABEL_KEY(
      "(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
      317,
      "must be the key of a label, such as nvidia.com/gpu.product"),
  /** A value of a label that is not empty. */
  LABEL_VALUE(
      "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
      63,
      "must be the value of a label: 1 to 63 letters, digits, - _ and . ,"
          + " with a letter or digit at both ends"),
  /** What a device plugin offers: always with the prefix of whoever wrote it. */
  EXTENDED_RESOURCE(
      "[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?",
      317,
      "must be what a device plugin calls it, such as nvidia.com/gpu"),
  /** Redis takes any bytes; nobody types others. */
  REDIS_KEY("[!-~]+", 200, "must be a key of Redis: letters, digits and signs, without spaces");

  private final Pattern pattern;
  private final int longest;
  private final String words;

  NameRule(String pattern, int longest, String words) {
    this.pattern = Pattern.compile(pattern);
    this.longest = longest;
    this.words = words;
  }

  boolean allows(String name) {
    return name.length() <= longest && pattern.matcher(name).matches();
  }

  String words() {
    return words;
  }
}

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
      "must be the name of an environment variable: letters, digits and _, no digit first");

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

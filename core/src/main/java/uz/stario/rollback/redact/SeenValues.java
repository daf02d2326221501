package uz.stario.rollback.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static uz.stario.rollback.redact.Redactor.MASK;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets by value, in the forms in which they come back. Thread-safe. */
final class SeenValues {

  /** What is shorter is found in too much that is no secret. */
  private static final int SHORTEST = 6;

  /** From here on even a word is taken for a secret, where it was read as one. */
  private static final int LONG_WORD = 16;

  private static final int READ_ON_PURPOSE = 8;

  /** What is shorter is hidden only where no letter or digit touches it. */
  private static final int STANDS_ALONE = 12;

  /** Of a namespace of hundreds of workloads with ten revisions each; a bound for the memory. */
  private static final int MOST = 20_000;

  /** Forms are found by how they begin. */
  private static final int BEGINNING = 4;

  /** Words in small letters, or numbers: ports, names of databases and services. */
  private static final Pattern EVERYDAY =
      Pattern.compile("[a-z]+([-_. ][a-z]+)*|[A-Za-z]?[a-z]+|[0-9.:]+|[A-Z_]+|/[\\w./-]*");

  /** The path of an address, which is the secret of a webhook. */
  private static final Pattern PATH = Pattern.compile("https?://[^/\\s]+(/\\S{15,})");

  private record Form(String text, boolean alone, boolean encoded) {}

  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, List<Form>> forms = new ConcurrentHashMap<>();

  /**
   * @param byName whether only the name of a variable says that it is a secret
   */
  void add(String secret, boolean byName) {
    String value = secret.strip();
    var path = PATH.matcher(value);
    if (path.matches()) {
      add(path.group(1), byName);
    }
    if (value.indexOf('\n') >= 0) {
      // A key shows up line by line; its first and last lines are everybody's.
      value.lines().filter(line -> !line.startsWith("-----")).forEach(line -> add(line, byName));
    }
    boolean everyday = value.length() < LONG_WORD && EVERYDAY.matcher(value).matches();
    boolean hidden =
        (value.length() >= SHORTEST && !everyday) || (!byName && value.length() >= READ_ON_PURPOSE);
    if (hidden && !value.contains(MASK)) {
      remember(value);
    }
  }

  private synchronized void remember(String value) {
    if (known.size() >= MOST || !known.add(value)) {
      return;
    }
    for (Form form : formsOf(value)) {
      forms.merge(
          form.text().substring(0, BEGINNING),
          List.of(form),
          (a, b) -> {
            List<Form> both = new ArrayList<>(a);
            both.addAll(b);
            both.sort(Comparator.comparingInt((Form f) -> f.text().length()).reversed());
            return List.copyOf(both);
          });
    }
  }

  private static List<Form> formsOf(String value) {
    Set<Form> all = new LinkedHashSet<>();
    boolean alone = value.length() < STANDS_ALONE;
    all.add(new Form(value, alone, false));
    all.add(new Form(json(value), alone, false));
    String percent = URLEncoder.encode(value, UTF_8);
    all.add(new Form(percent, alone, false));
    all.add(new Form(percent.replace("+", "%20"), alone, false));
    all.add(new Form(lowerEscapes(percent.replace("+", "%20")), alone, false));
    // Where it stands in what is encoded, it is one of three texts; the ends depend on neighbours.
    byte[] bytes = value.getBytes(UTF_8);
    for (int offset = 0; offset < 3; offset++) {
      byte[] padded = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, padded, offset, bytes.length);
      int whole = padded.length / 3 * 4;
      int from = offset == 0 ? 0 : 4;
      String standard = Base64.getEncoder().encodeToString(padded).substring(0, whole);
      if (whole - from >= 8) {
        String inner = standard.substring(from);
        all.add(new Form(inner, false, true));
        all.add(new Form(inner.replace('+', '-').replace('/', '_'), false, true));
      }
    }
    return List.copyOf(all);
  }

  private static String lowerEscapes(String percent) {
    StringBuilder lower = new StringBuilder(percent);
    for (int i = lower.indexOf("%"); i >= 0; i = lower.indexOf("%", i + 1)) {
      int end = Math.min(i + 3, lower.length());
      lower.replace(i, end, lower.substring(i, end).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }

  /** Between the quotes of a JSON string. */
  private static String json(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  String hide(String text) {
    if (forms.isEmpty() || text.length() < SHORTEST) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    int copied = 0;
    for (int i = 0; i + BEGINNING <= text.length(); i++) {
      Form found = at(text, i);
      if (found == null) {
        continue;
      }
      int from = i;
      int to = i + found.text().length();
      while (found.encoded()
          && from > copied
          && text.charAt(from - 1) != '='
          && base64(text.charAt(from - 1))) {
        from--;
      }
      while (found.encoded() && to < text.length() && base64(text.charAt(to))) {
        to++;
      }
      shown.append(text, copied, from).append(MASK);
      copied = to;
      i = to - 1;
    }
    return copied == 0 ? text : shown.append(text, copied, text.length()).toString();
  }

  private @Nullable Form at(String text, int i) {
    List<Form> candidates = forms.get(text.substring(i, i + BEGINNING));
    if (candidates == null) {
      return null;
    }
    for (Form form : candidates) {
      int end = i + form.text().length();
      if (text.startsWith(form.text(), i)
          && !(form.alone() && (touchesBefore(text, i) || touches(text, end)))) {
        return form;
      }
    }
    return null;
  }

  /** The letter of an escape belongs to no word: {@code \\n} of JSON, {@code %20} of an address. */
  private static boolean touchesBefore(String text, int at) {
    boolean escape =
        (at >= 2 && text.charAt(at - 2) == '\\') || (at >= 3 && text.charAt(at - 3) == '%');
    return !escape && touches(text, at - 1);
  }

  private static boolean touches(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  private static boolean base64(char c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || "+/=-_".indexOf(c) >= 0;
  }
}

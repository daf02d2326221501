package uz.stario.rollback.adapters.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Node;
import uz.stario.rollback.playbook.Position;

/** Every way to change one place of a tree. */
final class Mutations {

  private static final Position AT = new Position(1, 1);

  /** What takes the place of a value, plain and in quotes. */
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "~",
          "true",
          "5",
          "0",
          "1",
          "2",
          "-1",
          "99",
          "100",
          "599",
          "600",
          "1.5",
          "ok",
          "Web",
          "web",
          "orders",
          "a.b",
          "a..b",
          "-a",
          "a-",
          "A_1",
          "1A",
          "deployment/",
          "deployment/x",
          "deployment/x.y",
          "deployment/X",
          "deploy/x",
          "statefulset/x",
          "/x",
          "x/y",
          "5s",
          "0s",
          "5m",
          "6m",
          "10ms",
          "5h",
          "5 s",
          "http://h",
          "https://h/p",
          "https://h/p?q",
          "ftp://h",
          "http://",
          "https://u@h",
          "GET http://h",
          "GET https://h/p?q=1",
          "GET ${url}",
          "GET ${url}/x",
          "GET ${url}x",
          "GET ${host}/x",
          "PUT ${url}/x",
          "POST ${url}/x",
          "HEAD ${url}/x",
          "get ${url}/x",
          "GET",
          "GET  ${url}/x",
          "GET ftp://h",
          "GET http://h/a b",
          "x".repeat(63),
          "x".repeat(64),
          "x".repeat(254));

  private Mutations() {}

  static List<Node> of(Node node) {
    List<Node> all = new ArrayList<>();
    for (String word : WORDS) {
      all.add(new Node.Scalar(word, false, AT));
      all.add(new Node.Scalar(word, true, AT));
    }
    all.add(new Node.Sequence(List.of(), AT));
    all.add(new Node.Mapping(List.of(), AT));
    all.add(new Node.Sequence(List.of(node), AT));
    all.add(new Node.Mapping(List.of(new Node.Entry("key", AT, node)), AT));
    switch (node) {
      case Node.Scalar _ -> {}
      case Node.Sequence(List<Node> items, Position at) ->
          replaced(items, Mutations::of).forEach(other -> all.add(new Node.Sequence(other, at)));
      case Node.Mapping(List<Node.Entry> entries, Position at) ->
          Stream.concat(
                  replaced(entries, Mutations::of).stream(),
                  Stream.of(with(entries, "extra"), with(entries, "flags"), with(entries, "Up")))
              .forEach(other -> all.add(new Node.Mapping(other, at)));
    }
    return all;
  }

  private static List<Node.Entry> of(Node.Entry entry) {
    List<Node.Entry> all = new ArrayList<>();
    of(entry.value()).forEach(value -> all.add(new Node.Entry(entry.key(), AT, value)));
    for (UnaryOperator<String> rename :
        List.<UnaryOperator<String>>of(
            k -> k + "x", k -> k.substring(1), k -> "other", k -> "UP")) {
      all.add(new Node.Entry(rename.apply(entry.key()), AT, entry.value()));
    }
    return all;
  }

  /** The list with one element dropped, doubled or replaced. */
  private static <T> List<List<T>> replaced(List<T> list, Function<T, List<T>> others) {
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      all.add(spliced(list, i, List.of()));
      if (list.get(i) instanceof Node) {
        all.add(spliced(list, i, List.of(list.get(i), list.get(i))));
      }
      for (T other : others.apply(list.get(i))) {
        all.add(spliced(list, i, List.of(other)));
      }
    }
    return all;
  }

  private static <T> List<T> spliced(List<T> list, int at, List<T> instead) {
    List<T> copy = new ArrayList<>(list.subList(0, at));
    copy.addAll(instead);
    copy.addAll(list.subList(at + 1, list.size()));
    return copy;
  }

  private static List<Node.Entry> with(List<Node.Entry> entries, String key) {
    List<Node.Entry> copy = new ArrayList<>(entries);
    if (entries.stream().noneMatch(entry -> entry.key().equals(key))) {
      copy.add(new Node.Entry(key, AT, new Node.Scalar("x", false, AT)));
    }
    return copy;
  }
}

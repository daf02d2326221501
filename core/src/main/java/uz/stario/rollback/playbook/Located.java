package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.List;

/** Something read from the file, and where it stands. */
record Located<T>(T value, String path, Position at) {

  <R> Located<R> with(R other) {
    return new Located<>(other, path, at);
  }

  /** A value with the place of its key. */
  record Keyed(Position key, Located<Node> value) {}

  /** The value of an entry; a mapping or list is best pointed at by the line of its key. */
  static Located<Node> of(String parent, Node.Entry entry) {
    Position at =
        switch (entry.value()) {
          case Node.Scalar scalar -> scalar.at();
          case Node.Mapping _, Node.Sequence _ -> entry.at();
        };
    return new Located<>(entry.value(), Paths.child(parent, entry.key()), at);
  }

  static List<Located<Node>> items(String parent, Node.Sequence sequence) {
    List<Located<Node>> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(new Located<>(item, Paths.item(parent, items.size()), item.at()));
    }
    return items;
  }
}

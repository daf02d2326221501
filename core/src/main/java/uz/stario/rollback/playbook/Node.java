package uz.stario.rollback.playbook;

import java.util.List;

/** A parsed playbook file, whatever it was written in, with the position of every part. */
public sealed interface Node {

  Position at();

  /**
   * A single value as written.
   *
   * @param quoted whether it was in quotes, and so is text whatever it looks like
   */
  record Scalar(String text, boolean quoted, Position at) implements Node {}

  record Sequence(List<Node> items, Position at) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Entries in the order of the file; a key may stand twice, which the loader reports. */
  record Mapping(List<Entry> entries, Position at) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  record Entry(String key, Position at, Node value) {}
}

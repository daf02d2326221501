package uz.stario.rollback.adapters.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.Node;
import uz.stario.rollback.playbook.Position;

/**
 * Composes nodes from the parser's events, within limits: what an alias stands for is counted every
 * time it is used, so that a small file cannot grow into a huge tree. Used once.
 */
final class YamlComposer {

  /** A playbook needs 7. */
  static final int DEEPEST = 32;

  /** How many nodes aliases may add: as many as a large playbook has without them. */
  static final int MOST_ALIASED = 20_000;

  private static final String TEXT_TAG = "tag:yaml.org,2002:str";

  private final Iterator<Event> events;
  private final Map<Anchor, Composed> anchors = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private int aliased;

  YamlComposer(Iterator<Event> events) {
    this.events = events;
  }

  /** A node, how many nodes it stands for, and how deep it goes. */
  private record Composed(Node node, int size, int height) {}

  /** Ends the reading: what follows could not be understood or is not wanted. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Mistake mistake;

    Stop(Position at, String message) {
      super(message);
      this.mistake = new Mistake("", at, message);
    }
  }

  Parsed compose() {
    try {
      Optional<Node> root = document();
      if (root.isEmpty()) {
        mistakes.add(new Mistake("", new Position(1, 1), "the file is empty"));
      } else if (mistakes.isEmpty()) {
        return new Parsed.Tree(root.get());
      }
    } catch (Stop stop) {
      mistakes.add(stop.mistake);
    }
    return new Parsed.Broken(mistakes);
  }

  private Optional<Node> document() throws Stop {
    Optional<Node> root = Optional.empty();
    boolean started = false;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        case DocumentStart -> {
          if (started) {
            throw new Stop(at(event), "a second document begins here; a playbook is one document");
          }
          started = true;
        }
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
            root = Optional.of(node(event, 1).node());
      }
    }
    // A file of comments alone has no document; one of --- alone has an empty one.
    return root.filter(
        node -> !(node instanceof Node.Scalar s && s.text().isEmpty() && !s.quoted()));
  }

  private Composed node(Event event, int depth) throws Stop {
    if (depth > DEEPEST) {
      throw new Stop(at(event), "is nested deeper than " + DEEPEST + " levels");
    }
    return switch (event) {
      case AliasEvent alias -> alias(alias, depth);
      case ScalarEvent scalar -> {
        boolean text = !scalar.isPlain() || isTextTag(scalar.getTag());
        checkTag(scalar.getTag(), TEXT_TAG, event);
        Node node = new Node.Scalar(scalar.getValue(), text, at(event));
        yield keep(scalar.getAnchor(), new Composed(node, 1, 1));
      }
      case SequenceStartEvent start -> {
        checkTag(start.getTag(), "tag:yaml.org,2002:seq", event);
        yield keep(start.getAnchor(), sequence(event, depth));
      }
      case MappingStartEvent start -> {
        checkTag(start.getTag(), "tag:yaml.org,2002:map", event);
        yield keep(start.getAnchor(), mapping(event, depth));
      }
      case Event other -> throw new Stop(at(other), "is not YAML that can be read");
    };
  }

  private Composed keep(Optional<Anchor> anchor, Composed composed) {
    anchor.ifPresent(name -> anchors.put(name, composed));
    return composed;
  }

  private Composed alias(AliasEvent alias, int depth) throws Stop {
    Optional<Composed> meant = Optional.ofNullable(anchors.get(alias.getAlias()));
    if (meant.isEmpty()) {
      throw new Stop(at(alias), "this alias stands for nothing before it, or for itself");
    }
    aliased += meant.get().size();
    if (aliased > MOST_ALIASED) {
      throw new Stop(at(alias), "aliases add more than " + MOST_ALIASED + " values to the file");
    }
    if (depth + meant.get().height() - 1 > DEEPEST) {
      throw new Stop(at(alias), "is nested deeper than " + DEEPEST + " levels");
    }
    return meant.get();
  }

  private Composed sequence(Event start, int depth) throws Stop {
    List<Node> items = new ArrayList<>();
    int size = 1;
    int height = 1;
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      Composed item = node(event, depth + 1);
      items.add(item.node());
      size += item.size();
      height = Math.max(height, item.height() + 1);
    }
    return new Composed(new Node.Sequence(items, at(start)), size, height);
  }

  private Composed mapping(Event start, int depth) throws Stop {
    List<Node.Entry> entries = new ArrayList<>();
    int size = 1;
    int height = 1;
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Position at = at(event);
      Composed key = node(event, depth + 1);
      Composed value = node(events.next(), depth + 1);
      size += key.size() + value.size();
      height = Math.max(height, Math.max(key.height(), value.height()) + 1);
      key(key.node(), at).ifPresent(name -> entries.add(new Node.Entry(name, at, value.node())));
    }
    return new Composed(new Node.Mapping(entries, at(start)), size, height);
  }

  private Optional<String> key(Node key, Position at) {
    return switch (key) {
      case Node.Scalar(String text, boolean quoted, Position _) -> {
        if (text.equals("<<") && !quoted) {
          mistakes.add(
              new Mistake(
                  "", at, "merge keys (<<) are not read; write the keys out, or alias all"));
          yield Optional.empty();
        }
        yield Optional.of(text);
      }
      case Node.Sequence _, Node.Mapping _ -> {
        mistakes.add(new Mistake("", at, "a key must be a single word"));
        yield Optional.empty();
      }
    };
  }

  private static boolean isTextTag(Optional<String> tag) {
    return tag.filter(t -> t.equals(TEXT_TAG) || t.equals("!")).isPresent();
  }

  private void checkTag(Optional<String> tag, String own, Event event) {
    if (tag.filter(t -> !t.equals(own) && !t.equals("!")).isPresent()) {
      mistakes.add(new Mistake("", at(event), "tags (!) are not read; leave it out"));
    }
  }

  private static Position at(Event event) {
    return YamlParser.at(event.getStartMark());
  }
}

package uz.stario.rollback.adapters.yaml;

import java.util.List;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.Node;

/** What came of parsing YAML. */
sealed interface Parsed {

  record Tree(Node root) implements Parsed {}

  record Broken(List<Mistake> mistakes) implements Parsed {
    public Broken {
      mistakes = List.copyOf(mistakes);
    }
  }
}

package uz.stario.rollback.app.cli.release;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * What runs in the cluster, as a release's record wants it: images by digest, and fingerprints of
 * the ConfigMaps and Secrets in use. What can't be read is said, and is unknown in the record.
 */
final class WhatRuns {

  private final Scopes.Observed observed;
  private final Inventory inventory;
  private final Answer<byte[]> key;
  private final Invocation invocation;
  private final SortedMap<String, Answer<String>> asked = new TreeMap<>();

  /**
   * @param withFingerprints they need a key, which the ledger makes where it has none
   */
  WhatRuns(Scopes.Observed observed, boolean withFingerprints, Invocation invocation) {
    this.observed = observed;
    this.inventory = invocation.wiring().inventory(observed.workloads());
    this.key =
        withFingerprints
            ? invocation.wiring().ledger().then(Ledger::fingerprintKey)
            : Answer.given(new byte[0]);
    this.invocation = invocation;
  }

  /**
   * One service.
   *
   * @param named images that somebody has said
   */
  ReleasedService of(Service service, SortedSet<String> named) throws Refusal {
    SortedSet<String> images = new TreeSet<>(named);
    SortedMap<String, String> fingerprints = new TreeMap<>();
    for (WorkloadRef workload : service.workloads()) {
      Answer<WorkloadState> answer = observed.states().get(workload);
      if (answer != null) {
        Template template = Refusal.orThrow(answer).template();
        for (String image : images(workload, template)) {
          if (named.stream().noneMatch(one -> new Image(one).isSameAs(new Image(image)))) {
            images.add(image);
          }
        }
        references(template).forEach(reference -> fingerprint(reference, fingerprints));
      }
    }
    return new ReleasedService(images, fingerprints);
  }

  private SortedSet<String> images(WorkloadRef workload, Template template) {
    return switch (inventory.images(workload)) {
      case Answer.Given<SortedSet<String>>(SortedSet<String> images) -> images;
      case Answer.Refused<SortedSet<String>>(Problem problem) -> {
        say("images of " + workload + " without digests", problem);
        SortedSet<String> images = new TreeSet<>();
        template.containers().stream()
            .map(Container::image)
            .forEach(image -> images.add(image.reference()));
        yield images;
      }
    };
  }

  private static SortedSet<String> references(Template template) {
    SortedSet<String> references = new TreeSet<>(template.configReferences());
    template.containers().forEach(container -> references.addAll(container.configReferences()));
    return references;
  }

  private void fingerprint(String reference, SortedMap<String, String> fingerprints) {
    if (!asked.containsKey(reference)) {
      Answer<String> answer =
          key.then(known ->
              known.length == 0 ? Answer.given("") : inventory.fingerprint(reference, known));
      asked.put(reference, answer);
      if (answer instanceof Answer.Refused<String>(Problem problem)) {
        say("without a fingerprint of " + reference, problem);
      }
    }
    if (asked.get(reference) instanceof Answer.Given<String>(String print) && !print.isEmpty()) {
      fingerprints.put(reference, print);
    }
  }

  private void say(String what, Problem problem) {
    Paint paint = new Paint(invocation.terminal().colour());
    List<String> words = new ArrayList<>(List.of(what + ":", problem.what(), problem.why()));
    invocation.err().println(paint.caution("! ") + String.join(" ", words).strip());
  }
}

package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.LedgerVerdicts;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.Revision;

/**
 * Finds out on which revisions of the schema the code of a version can run.
 *
 * <p>What the playbook says of it comes first, as it can be mended after the release; then what the
 * release itself says, in its pod template or a label of its image; then what was recorded of it.
 */
final class KnownSchema {

  private final Schemas schemas;

  KnownSchema(Schemas schemas) {
    this.schemas = schemas;
  }

  /** What was found, or who was asked in vain. */
  sealed interface Found {

    /** The revisions, at least one. */
    record Known(SortedSet<String> revisions) implements Found {}

    /**
     * Nobody knows.
     *
     * @param asked who says nothing of it
     * @param trouble why one of them could not be asked; empty where all were
     */
    record Unknown(List<String> asked, String trouble) implements Found {}
  }

  /** Whether nobody nearer than its image says it, and the image may. */
  static boolean isUpToItsImage(SchemaNeed need, Revision to) {
    return need.label().isPresent() && nearest(need, to).isEmpty();
  }

  private static Optional<SortedSet<String>> nearest(SchemaNeed need, Revision to) {
    return need.knownTo(to.version()).or(() -> to.template().knownSchemas());
  }

  Found of(String service, SchemaNeed need, Revision to) {
    List<String> asked = new ArrayList<>(List.of("the playbook", "the pod template"));
    String trouble = "";
    Optional<SortedSet<String>> known = nearest(need, to);
    if (known.isEmpty() && need.label().isPresent()) {
      asked.add("the label " + need.label().get() + " of its image");
      switch (label(need.label().get(), to)) {
        case Answer.Given<SortedSet<String>>(SortedSet<String> revisions) ->
            known = Optional.of(revisions).filter(all -> !all.isEmpty());
        case Answer.Refused<SortedSet<String>>(var problem) ->
            trouble = problem.why() + " " + problem.next();
      }
    }
    if (known.isEmpty()) {
      asked.add("its release in the ledger");
      known = recorded(service, to);
    }
    return known.isPresent() ? new Found.Known(known.get()) : new Found.Unknown(asked, trouble);
  }

  private Answer<SortedSet<String>> label(String label, Revision to) {
    return to.template()
        .main()
        .map(container -> schemas.labels().get(container.image().reference()))
        .map(answer -> answer.map(all -> SchemaNeed.listed(all.getOrDefault(label, ""))))
        .orElseGet(() -> Answer.given(SchemaNeed.listed("")));
  }

  /** With which revision the newest release was recorded that ran there. */
  private Optional<SortedSet<String>> recorded(String service, Revision to) {
    return schemas.releases().stream()
        .filter(release -> LedgerVerdicts.ranAsPart(to, service, release))
        .map(Release::schemaRevision)
        .map(SchemaNeed::listed)
        .filter(revisions -> !revisions.isEmpty())
        .findFirst();
  }
}

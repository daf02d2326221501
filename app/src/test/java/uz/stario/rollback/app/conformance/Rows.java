package uz.stario.rollback.app.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every kubectl command that people type around a release, in the order of the table. */
final class Rows {
  private Rows() {}

  static List<Row> all() {
    return Stream.of(
            LookingRows.get(),
            WritingRows.create(),
            WritingRows.apply(),
            WritingRows.patch(),
            WritingRows.set(),
            WritingRows.marks(),
            WritingRows.delete(),
            RolloutRows.rollout(),
            RolloutRows.waiting(),
            PodRows.logs(),
            PodRows.exec(),
            LookingRows.describe(),
            LookingRows.events(),
            LookingRows.served(),
            RefusalRows.access(),
            RefusalRows.badInput())
        .flatMap(List::stream)
        .toList();
  }
}

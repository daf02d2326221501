package uz.stario.rollback.adapters.journal;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.run.RunEvent;

/** An event as a row of the table, encoded before any lock is taken. */
public record Row(RunEvent event, String at, String type, String body) {

  // Always nine digits of a second, so that the order of the texts is the order of time.
  private static final DateTimeFormatter SORTABLE =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  /**
   * The events of one append.
   *
   * @throws IllegalArgumentException when a run does not begin with its start
   */
  public static List<Row> of(long expected, List<RunEvent> events) {
    if (expected == 0 && !events.isEmpty() && !(events.getFirst() instanceof RunEvent.Started)) {
      throw new IllegalArgumentException("the first event of a run is Started");
    }
    return events.stream().map(Row::of).toList();
  }

  private static Row of(RunEvent event) {
    return new Row(event, sortable(event.at()), EventJson.type(event), EventJson.write(event));
  }

  static String sortable(Instant at) {
    return SORTABLE.format(at);
  }
}

package uz.stario.rollback.adapters.sqlite;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.run.RunEvent;

/** An event as a row of the table, encoded before any lock is taken. */
record Row(RunEvent event, String at, String type, String body) {

  // Always nine digits of a second, so that the order of the texts is the order of time.
  private static final DateTimeFormatter SORTABLE =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  static Row of(RunEvent event) {
    return new Row(event, sortable(event.at()), EventJson.type(event), EventJson.write(event));
  }

  static String sortable(Instant at) {
    return SORTABLE.format(at);
  }
}

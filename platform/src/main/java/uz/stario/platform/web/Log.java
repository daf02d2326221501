package uz.stario.platform.web;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object a line on standard output. Safe for threads.
 *
 * <p>Every value is escaped to printable ASCII, so that what a stranger sent can neither begin a
 * line of its own nor steer a terminal; and cut, so that it cannot fill a disk.
 */
public final class Log {

  private static final int LONGEST_VALUE = 300;

  private final PrintStream out;
  private final InstantSource clock;
  private final String service;
  private final String version;

  public Log(PrintStream out, InstantSource clock, String service, String version) {
    this.out = out;
    this.clock = clock;
    this.service = service;
    this.version = version;
  }

  public void info(String message, Map<String, ?> fields) {
    write("INFO", message, fields);
  }

  public void warn(String message, Map<String, ?> fields) {
    write("WARN", message, fields);
  }

  public void error(String message, Map<String, ?> fields) {
    write("ERROR", message, fields);
  }

  /** With what was thrown and where, and not its message: that may repeat what a client sent. */
  public void error(String message, Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    write(
        "ERROR",
        message,
        Map.of(
            "exception",
            thrown.getClass().getName(),
            "at",
            trace.length == 0 ? "" : trace[0].toString()));
  }

  private void write(String level, String message, Map<String, ?> fields) {
    ObjectNode line = Json.object();
    line.put("time", clock.instant().toString()).put("level", level);
    line.put("service", service).put("version", version).put("message", cut(message));
    fields.forEach((name, value) -> {
      if (value instanceof Number || value instanceof Boolean) {
        line.set(name, Json.of(value));
      } else {
        line.put(name, cut(String.valueOf(value)));
      }
    });
    // One write a line: threads do not mix theirs.
    out.println(Json.line(line));
  }

  private static String cut(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }
}

package uz.stario.rollback.sandbox.shell;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code curl} for plain HTTP: {@code -s -S -f -i -X METHOD -d BODY -m SECONDS}. */
final class Curl {
  private static final int USAGE = 2;
  private static final int BAD_URL = 3;
  private static final int NO_HOST = 6;
  private static final int REFUSED = 7;
  private static final int BAD_STATUS = 22;
  private static final int HTTP_PORT = 80;

  private final Container container;
  private boolean silent;
  private boolean shows;
  private boolean fails;
  private boolean headers;
  private String method = "";
  private String body = "";
  private String url = "";

  Curl(Container container) {
    this.container = container;
  }

  int run(List<String> arguments, Streams streams) throws IOException, InterruptedException {
    String wrong = read(arguments);
    if (!wrong.isEmpty()) {
      streams.complain("curl: " + wrong);
      return USAGE;
    }
    URI address;
    try {
      address = URI.create(url.contains("://") ? url : "http://" + url);
    } catch (IllegalArgumentException malformed) {
      return fail(streams, BAD_URL, "URL rejected: Malformed input to a URL function");
    }
    String host = address.getHost();
    if (host == null || !"http".equals(address.getScheme())) {
      return fail(streams, BAD_URL, "only http://HOST[:PORT]/PATH is known here");
    }
    int port = address.getPort() < 0 ? HTTP_PORT : address.getPort();
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    String verb = !method.isEmpty() ? method : body.isEmpty() ? "GET" : "POST";
    Optional<Container.Reply> reply;
    try {
      reply = container.network().call(verb, host, port, path + query, body);
    } catch (java.net.UnknownHostException unknown) {
      return fail(streams, NO_HOST, "Could not resolve host: " + host);
    }
    if (reply.isEmpty()) {
      return fail(
          streams,
          REFUSED,
          "Failed to connect to " + host + " port " + port + ": Connection refused");
    }
    if (fails && reply.get().status() >= 400) {
      return fail(streams, BAD_STATUS, "The requested URL returned error: " + reply.get().status());
    }
    if (headers) {
      streams.print(
          "HTTP/1.1 "
              + reply.get().status()
              + "\r\nContent-Type: "
              + reply.get().type()
              + "\r\n\r\n");
    }
    streams.print(reply.get().body());
    return 0;
  }

  private int fail(Streams streams, int code, String why) throws IOException {
    if (!silent || shows) {
      streams.complain("curl: (" + code + ") " + why);
    }
    return code;
  }

  /** Takes the arguments apart; what is wrong with them, or nothing. */
  private String read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-")) {
        url = argument;
        continue;
      }
      for (char option : argument.substring(1).toCharArray()) {
        switch (option) {
          case 's' -> silent = true;
          case 'S' -> shows = true;
          case 'f' -> fails = true;
          case 'i' -> headers = true;
          case 'X', 'd', 'm' -> {
            if (++i == arguments.size()) {
              return "option -" + option + ": requires parameter";
            }
            if (option == 'X') {
              method = arguments.get(i).toUpperCase(Locale.ROOT);
            } else if (option == 'd') {
              body = arguments.get(i);
            }
          }
          default -> {
            return "option " + argument + ": is unknown";
          }
        }
      }
    }
    return url.isEmpty() ? "(2) no URL specified" : "";
  }
}

package uz.stario.platform;

import java.util.ArrayList;
import java.util.List;

/** The process that a service has to itself, which a bad release fills. Safe for threads. */
@FunctionalInterface
public interface Host {

  /** Takes memory that is never given back. */
  void leak(int bytes);

  /** The real one: what leaks is missing in the heap until nothing is left. */
  static Host process() {
    List<byte[]> leaked = new ArrayList<>();
    return bytes -> {
      synchronized (leaked) {
        leaked.add(new byte[bytes]);
      }
    };
  }
}

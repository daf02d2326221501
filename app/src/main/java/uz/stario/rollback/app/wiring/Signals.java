package uz.stario.rollback.app.wiring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals of the operating system.
 *
 * <p>The only API for them is {@code sun.misc.Signal}, which the compiler warns of whatever one
 * tells it; it is therefore called by reflection, here and nowhere else. Where it is missing
 * signals do what they always do.
 */
public final class Signals implements AutoCloseable {

  private final List<Runnable> restores = new ArrayList<>();

  /** Has a signal call an action, on a thread of its own, until this is closed. */
  public Signals on(String name, Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      var handle = signalType.getMethod("handle", signalType, handlerType);
      Object previous = handle.invoke(null, signal, proxy(handlerType, action));
      restores.add(() -> {
        try {
          handle.invoke(null, signal, previous);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      });
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // No such signal here (Windows has no HUP), or no such API: the default stays.
    }
    return this;
  }

  private static Object proxy(Class<?> handlerType, Runnable action) {
    InvocationHandler handler =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                action.run();
                yield null;
              }
              case "equals" ->
                  arguments != null
                      && System.identityHashCode(self) == System.identityHashCode(arguments[0]);
              case "hashCode" -> System.identityHashCode(self);
              default -> "signal handler";
            };
    return Proxy.newProxyInstance(
        handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler);
  }

  @Override
  public void close() {
    restores.reversed().forEach(Runnable::run);
    restores.clear();
  }
}

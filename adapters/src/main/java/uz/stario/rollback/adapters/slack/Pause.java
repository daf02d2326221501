package uz.stario.rollback.adapters.slack;

import java.time.Duration;

/** Lets time pass; tests let none. */
@FunctionalInterface
interface Pause {

  void pause(Duration duration) throws InterruptedException;
}

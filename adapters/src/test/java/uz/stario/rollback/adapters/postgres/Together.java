package uz.stario.rollback.adapters.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Several who do the same at once. */
final class Together {

  private static final int PEOPLE = 8;

  private Together() {}

  /** What somebody does, by number from 0. */
  interface Doing<T> {
    T by(int number) throws Exception;
  }

  /** What came of it for each; nobody begins before all are there. */
  static <T> List<T> each(Doing<T> doing) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(PEOPLE);
    try (ExecutorService threads = Executors.newFixedThreadPool(PEOPLE)) {
      List<Future<T>> tasks =
          IntStream.range(0, PEOPLE)
              .mapToObj(number ->
                  threads.submit(() -> {
                    barrier.await();
                    return doing.by(number);
                  }))
              .toList();
      List<T> came = new ArrayList<>();
      for (Future<T> task : tasks) {
        came.add(task.get());
      }
      return came;
    }
  }
}

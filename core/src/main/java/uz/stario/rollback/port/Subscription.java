package uz.stario.rollback.port;

/** Something that goes on until it is closed; closing twice is as closing once. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  @Override
  void close();
}

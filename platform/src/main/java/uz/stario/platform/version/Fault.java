package uz.stario.platform.version;

import java.time.Duration;

/** What is wrong with a release; a bad one has one fault, so that its symptom has one cause. */
public sealed interface Fault {

  /** Nothing is. */
  record None() implements Fault {}

  /**
   * Some requests are answered with 500.
   *
   * @param percent how many of a hundred, evenly spread
   */
  record Errors(int percent) implements Fault {}

  /**
   * Every second request takes longer.
   *
   * @param times how many times as long
   */
  record Slow(int times) implements Fault {}

  /**
   * The process ends as one that was killed for its memory.
   *
   * @param after its start
   */
  record Dies(Duration after) implements Fault {}

  /** {@code GET /health} answers 503 for ever. */
  record NeverReady() implements Fault {}

  /** There is no image, so that no process of it ever runs. */
  record NoImage() implements Fault {}

  /**
   * poster-gen and video-gen-worker look for models that no image has, and face-similarity forgets
   * to load its own.
   *
   * @param poster the folder under {@code MODELS_DIR} that poster-gen looks for
   * @param video the one that video-gen-worker looks for
   */
  record MissingModels(String poster, String video) implements Fault {}

  /** Tokens are signed and verified with another key than the shared one. */
  record OtherKey() implements Fault {}

  /**
   * Each request takes memory that is never given back.
   *
   * @param bytes of each
   */
  record Leak(int bytes) implements Fault {}

  /** {@code POST /face-quiz} is answered with 500 while the feature is on. */
  record QuizFails() implements Fault {}
}

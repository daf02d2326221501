package uz.stario.rollback.playbook;

import java.util.Optional;

/**
 * Where people are told, and in which words.
 *
 * @param name as people call it: {@code #incidents}
 * @param figures which checks give the figures in the messages
 */
public record Channel(String name, Route route, MessageTemplates messages, Figures figures) {

  /** Without figures. */
  public Channel(String name, Route route, MessageTemplates messages) {
    this(name, route, messages, Figures.NONE);
  }

  /**
   * The names of the platform's checks whose values are told.
   *
   * @param errorRate its value is the share of failed requests, of one
   * @param p95 its value is the latency that one request in twenty exceeds, in seconds
   */
  public record Figures(Optional<String> errorRate, Optional<String> p95) {

    /** Nothing is measured for the messages. */
    public static final Figures NONE = new Figures(Optional.empty(), Optional.empty());
  }

  /** In the usual words. */
  public Channel(String name, Route route) {
    this(name, route, MessageTemplates.USUAL);
  }

  /** How a message gets there. */
  public sealed interface Route {

    /**
     * Slack's incoming webhook, which can post and nothing else.
     *
     * @param address where the webhook's address is kept
     */
    record Webhook(SecretSource address) implements Route {}

    /**
     * A Slack app's bot, which can also answer in a thread and change what it has posted.
     *
     * @param channel the channel's id, or its name with {@code #}
     * @param token where the bot's token is kept
     * @param api the Web API's address where it is not the usual one
     */
    record Bot(String channel, SecretSource token, Optional<String> api) implements Route {}
  }
}

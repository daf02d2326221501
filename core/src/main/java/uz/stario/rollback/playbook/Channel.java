package uz.stario.rollback.playbook;

import java.util.Optional;

/**
 * Where people are told, and in which words.
 *
 * @param name as people call it: {@code #incidents}
 */
public record Channel(String name, Route route, MessageTemplates messages) {

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

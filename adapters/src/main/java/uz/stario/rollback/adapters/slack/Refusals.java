package uz.stario.rollback.adapters.slack;

/**
 * What a person does about Slack's refusals.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage/#errors">Slack:
 *     chat.postMessage, errors</a>
 */
final class Refusals {

  private Refusals() {}

  /**
   * Follows Slack's word in a sentence; empty where nobody knows better than the word itself.
   *
   * @param word Slack's: {@code not_in_channel}
   */
  static String remedy(String word) {
    return switch (word) {
      case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired" ->
          ": put a valid bot token (xoxb-…) where the playbook says";
      case "not_allowed_token_type" -> ": it wants a bot token (xoxb-…), no other kind";
      case "missing_scope" -> ": give the Slack app the scope chat:write and install it again";
      case "not_in_channel" -> ": invite the app into the channel (/invite @APP)";
      case "channel_not_found" ->
          ": name the channel by its id (C…), and invite the app if it is private";
      case "is_archived", "channel_is_archived" ->
          ": the channel is archived; open it again or name another";
      case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format" ->
          ": make the template in the playbook shorter or simpler";
      case "restricted_action",
          "action_prohibited",
          "restricted_action_read_only_channel",
          "restricted_action_thread_only_channel" ->
          ": the workspace lets only some post there; ask its admins";
      case "no_service", "no_active_hooks", "invalid_token" ->
          ": the webhook was switched off; make a new one";
      case String _ -> "";
    };
  }
}

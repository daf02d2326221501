package uz.stario.rollback.app.cli.rollback;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.announce.Extras;
import uz.stario.rollback.announce.Messages;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.MessageTemplates;

/**
 * Where people are told, and what they are told that the run can't know.
 *
 * @param channel empty where only the terminal is told
 */
public record Telling(Optional<Channel> channel, Extras extras) {

  /** The channel, with what the options say. */
  public static Telling of(Optional<Channel> channel, ParseResult arguments) {
    return new Telling(
        channel,
        Extras.said(
            TargetOptions.value(arguments, "--impact"),
            TargetOptions.value(arguments, "--post-mortem"),
            TargetOptions.value(arguments, "--fix")));
  }

  /** The same with what the cluster tells. */
  Telling seeing(Optional<String> impact) {
    return new Telling(channel, extras.seeing(impact));
  }

  /** Adds the options to a command that carries a plan out. */
  public static void addTo(CommandSpec spec) {
    spec.addOption(TargetOptions.text("--impact", "TEXT", "what people notice, for the messages"));
    spec.addOption(TargetOptions.text("--post-mortem", "WHEN", "when it is, for the last message"));
    spec.addOption(
        TargetOptions.text("--fix", "LINK", "where the fix is being made, for the last message"));
  }

  /** Which checks give the figures in the messages. */
  Channel.Figures figures() {
    return channel.map(Channel::figures).orElse(Channel.Figures.NONE);
  }

  Messages messages() {
    return new Messages(channel.map(Channel::messages).orElse(MessageTemplates.USUAL), extras);
  }
}

package uz.stario.rollback.app.options;

import java.nio.file.Path;
import java.util.Optional;
import uz.stario.rollback.adapters.yaml.PlaybookFiles;
import uz.stario.rollback.adapters.yaml.PlaybookReader;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.playbook.Playbook;

/** The playbook that a command goes by. */
record FoundPlaybook(Playbook playbook, Path file) {

  /** Finds and loads it, and says on the messages' side which it is; empty where there is none. */
  static Optional<FoundPlaybook> find(Optional<String> option, Invocation invocation)
      throws Refusal {
    var files =
        new PlaybookFiles(invocation.environment(), invocation.workingFolder(), home(invocation));
    return switch (Refusal.orThrow(files.find(option))) {
      case PlaybookFiles.Search.None _ -> Optional.empty();
      case PlaybookFiles.Search.Found(Path file, PlaybookFiles.Rule rule) -> {
        Playbook playbook = Refusal.orThrow(PlaybookReader.read(file));
        Paint paint = new Paint(invocation.terminal().colour());
        invocation
            .err()
            .println(
                paint.faint("playbook " + shown(file, invocation) + " (" + rule.words() + ")"));
        yield Optional.of(new FoundPlaybook(playbook, file));
      }
    };
  }

  /** Relative where it is below the working folder, as people would type it. */
  private static Path shown(Path file, Invocation invocation) {
    Path folder = invocation.workingFolder();
    return file.startsWith(folder) ? folder.relativize(file) : file;
  }

  private static Optional<Path> home(Invocation invocation) {
    return Optional.ofNullable(invocation.environment().get("HOME"))
        .filter(home -> !home.isEmpty())
        .map(Path::of);
  }
}

package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.shell.NoSuchProgram;
import uz.stario.rollback.sandbox.shell.Streams;
import uz.stario.rollback.sandbox.shell.Terminal;
import uz.stario.rollback.sandbox.store.Manifest;

/** One command's input, output and end as channels of a WebSocket: a byte before each message. */
final class ExecChannels implements FrameHandler {
  /** Those we speak, the newest first: v5 adds the end of input. */
  static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int CLOSE = 255;

  private final Command command;
  private final boolean input;
  private final boolean terminal;
  private final Executor threads;

  /**
   * The system's pipe: Java's own piped streams break when the thread that wrote last has ended.
   */
  private final Pipe stdin;

  private @Nullable CoreSession session;
  private volatile @Nullable Thread runner;
  private int channel = -1;

  /** What runs between the channels; gives its exit code. */
  interface Command {
    int run(Streams streams) throws IOException, InterruptedException, NoSuchProgram;
  }

  ExecChannels(Command command, boolean input, boolean terminal, Executor threads) {
    this.command = command;
    this.input = input;
    this.terminal = terminal;
    this.threads = threads;
    try {
      this.stdin = Pipe.open();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    callback.succeeded();
    threads.execute(() -> run(opened));
    opened.demand();
  }

  private void run(CoreSession opened) {
    runner = Thread.currentThread();
    try (InputStream in = Channels.newInputStream(stdin.source())) {
      OutputStream out = channel(opened, STDOUT);
      OutputStream err = channel(opened, STDERR);
      InputStream typed = input ? in : InputStream.nullInputStream();
      Streams streams = terminal ? Terminal.of(typed, out) : new Streams(typed, out, err, false);
      send(opened, ERROR, Manifest.JSON.writeValueAsBytes(end(command, streams)), 0, -1);
      opened.close(CloseStatus.NORMAL, "", Callback.NOOP);
    } catch (IOException | InterruptedException clientGone) {
      opened.abort();
    }
  }

  private static ObjectNode end(Command command, Streams streams)
      throws IOException, InterruptedException {
    try {
      return end(command.run(streams));
    } catch (NoSuchProgram missing) {
      return notStarted(missing);
    }
  }

  /** The Status that a kubelet makes of what containerd and runc answer it. */
  private static ObjectNode notStarted(NoSuchProgram missing) {
    String id = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    String why =
        "error executing command in container: failed to exec in container: failed to start exec \""
            + id
            + "\": OCI runtime exec failed: exec failed: unable to start container process: "
            + missing.why()
            + ": unknown";
    ObjectNode status = Manifest.object();
    status.putObject("metadata");
    status.put("status", "Failure").put("message", "Internal error occurred: " + why);
    status.put("reason", "InternalError");
    status.putObject("details").putArray("causes").addObject().put("message", why);
    return status.put("code", 500);
  }

  /** The Status by which a client learns the exit code. */
  private static ObjectNode end(int code) {
    ObjectNode status = Manifest.object();
    status.putObject("metadata");
    if (code == 0) {
      return status.put("status", "Success");
    }
    status.put("status", "Failure").put("reason", "NonZeroExitCode");
    status.put("message", "command terminated with non-zero exit code: exit status " + code);
    ObjectNode cause = status.putObject("details").putArray("causes").addObject();
    cause.put("reason", "ExitCode").put("message", Integer.toString(code));
    return status;
  }

  private static OutputStream channel(CoreSession session, int number) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] data, int from, int length) throws IOException {
        send(session, number, data, from, length);
      }
    };
  }

  private static void send(CoreSession session, int number, byte[] data, int from, int length)
      throws IOException {
    int size = length < 0 ? data.length : length;
    if (size == 0) {
      return;
    }
    ByteBuffer message = ByteBuffer.allocate(size + 1);
    message.put((byte) number).put(data, from, size).flip();
    Callback.Completable sent = new Callback.Completable();
    session.sendFrame(new Frame(OpCode.BINARY, message), sent, false);
    try {
      sent.join();
    } catch (CompletionException failed) {
      throw new IOException("the client is gone", failed);
    }
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CoreSession present = java.util.Objects.requireNonNull(session);
    try {
      switch (frame.getOpCode()) {
        case OpCode.BINARY, OpCode.TEXT, OpCode.CONTINUATION -> take(frame);
        case OpCode.PING ->
            present.sendFrame(
                new Frame(OpCode.PONG, BufferUtil.copy(frame.getPayload())), Callback.NOOP, false);
        default -> {}
      }
      callback.succeeded();
    } catch (IOException commandEnded) {
      // Nobody reads what comes now.
      callback.succeeded();
    }
    present.demand();
  }

  private void take(Frame frame) throws IOException {
    ByteBuffer payload = frame.getPayload();
    if (frame.getOpCode() != OpCode.CONTINUATION) {
      channel = payload.hasRemaining() ? payload.get() & 0xFF : -1;
    }
    byte[] data = BufferUtil.toArray(payload);
    if (channel == STDIN) {
      Channels.newOutputStream(stdin.sink()).write(data);
    } else if (channel == CLOSE && data.length > 0 && data[0] == STDIN) {
      stdin.sink().close();
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    try {
      stdin.sink().close();
    } catch (IOException closedAlready) {
      // As wanted.
    }
    Thread running = runner;
    if (running != null) {
      running.interrupt();
    }
    callback.succeeded();
  }
}

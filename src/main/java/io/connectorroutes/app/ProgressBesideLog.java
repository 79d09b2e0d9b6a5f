package io.connectorroutes.app;

import io.connectorroutes.app.command.Terminal;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A bar on the terminal that the log is written to as well. Until it is closed, what is written to
 * {@code System.err}, as the log is, takes the bar away and has it drawn again below.
 */
final class ProgressBesideLog implements ImportProgress {
  private final ProgressScreen bar;
  private final Runnable endOfErrors;

  /**
   * Stands before {@code System.err} from now on.
   *
   * @param bar closed with this
   */
  ProgressBesideLog(ProgressScreen bar) {
    this.bar = bar;
    this.endOfErrors = Terminal.aroundErrors(Beside::new);
  }

  @Override
  public void show(ImportState state) {
    bar.show(state);
  }

  @Override
  public void close() {
    bar.close();
    endOfErrors.run();
  }

  private final class Beside extends OutputStream {
    private final OutputStream errors;

    Beside(OutputStream errors) {
      this.errors = errors;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > 0) {
        bar.beside(
            () -> {
              errors.write(bytes, from, length);
              errors.flush();
            },
            bytes[from + length - 1] == '\n');
      }
    }

    @Override
    public void flush() throws IOException {
      errors.flush();
    }
  }
}

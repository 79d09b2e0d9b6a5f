package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.files.FileErrors;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Where all commands print what was asked for. Writers of text keep it to themselves that something
 * could not be written, so that it is noted here, and the process does not end as if all was well.
 * Nothing is written any more from then on: what follows a gap would be taken for the whole.
 */
final class StandardOutput extends OutputStream {
  /** What Linux and macOS say; Java has no exception of its own for it. */
  private static final String NOBODY_READS = "Broken pipe";

  private final OutputStream out;

  /** Null as long as all could be written. */
  private volatile IOException failure;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * The status of a command that has printed all: that it could not is told where its own status is
   * not that of an error, which has been told already. A reader that is gone has all that it
   * wanted.
   *
   * @param error takes the line
   */
  int statusOf(int status, Consumer<String> error) {
    if (failure == null || status == ExitStatus.USAGE || isNobodyReading(failure)) {
      return status;
    }
    error.accept(
        "standard output cannot be written ("
            + FileErrors.reason(failure)
            + "), and what was printed is not whole; make room there, or send it elsewhere");
    return ExitStatus.USAGE;
  }

  private static boolean isNobodyReading(IOException e) {
    return FileErrors.reason(e).contains(NOBODY_READS);
  }
}

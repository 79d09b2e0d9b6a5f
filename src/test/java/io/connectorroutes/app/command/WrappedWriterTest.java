package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

/** What becomes of lines that cannot be written. */
class WrappedWriterTest {

  /** Takes nothing, as a pipe whose reader is gone, until it is opened. */
  private static final class ClosedPipe extends Writer {
    private final StringWriter taken = new StringWriter();
    private boolean isOpen;

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
      if (!isOpen) {
        throw new IOException("Broken pipe");
      }
      taken.write(characters, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Else each line would be wrapped together with all before it: plan would go on for minutes. */
  @Test
  void aLineThatCannotBeWrittenIsLetGo() {
    ClosedPipe pipe = new ClosedPipe();
    PrintWriter out = new PrintWriter(new WrappedWriter(pipe));
    out.println("lost");
    out.print("lost too");
    out.flush();
    pipe.isOpen = true;
    out.println("seen");
    assertThat(pipe.taken).hasToString("seen\n");
  }
}

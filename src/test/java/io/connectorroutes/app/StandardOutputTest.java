package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final Disk disk = new Disk();
  private final StandardOutput out = new StandardOutput(disk);
  private final Terminal terminal = Terminal.of(out, new ByteArrayOutputStream());
  private final List<String> errors = new ArrayList<>();

  /** Takes what is written until that fails. */
  private static final class Disk extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private String failure;

    @Override
    public void write(int value) throws IOException {
      if (failure != null) {
        throw new IOException(failure);
      }
      taken.write(value);
    }
  }

  private int statusOf(int status) {
    return out.statusOf(status, errors::add);
  }

  @Test
  void whatCouldAllBeWrittenLeavesTheStatus() {
    terminal.out().println("all");
    terminal.out().flush();

    assertThat(statusOf(ExitStatus.SOME_CHANGES_FAILED)).isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
    assertThat(disk.taken).hasToString("all\n");
    assertThat(errors).isEmpty();
  }

  @Test
  void aFullDiskIsToldOnceAndNothingIsWrittenBehindTheGap() {
    disk.failure = "No space left on device";
    terminal.data().println("gone");
    terminal.data().flush();
    disk.failure = null;
    terminal.out().println("later");
    terminal.out().flush();

    assertThat(statusOf(ExitStatus.OK)).isEqualTo(ExitStatus.USAGE);
    assertThat(disk.taken).hasToString("");
    assertThat(errors)
        .containsExactly(
            "standard output cannot be written (No space left on device), and what was printed is"
                + " not whole; make room there, or send it elsewhere");
  }

  @Test
  void bytesAreNoDifferent() throws IOException {
    disk.failure = "No space left on device";
    terminal.bytes().write(new byte[] {1, 2});
    terminal.bytes().flush();

    assertThat(statusOf(ExitStatus.INTERRUPTED)).isEqualTo(ExitStatus.USAGE);
    assertThat(errors).hasSize(1);
  }

  @Test
  void anErrorThatWasToldAlreadyStaysTheOnlyLine() {
    disk.failure = "No space left on device";
    terminal.data().println("{}");
    terminal.data().flush();

    assertThat(statusOf(ExitStatus.USAGE)).isEqualTo(ExitStatus.USAGE);
    assertThat(errors).isEmpty();
  }

  @Test
  void aReaderThatIsGoneIsNoError() {
    disk.failure = "Broken pipe";
    terminal.out().println("seen by nobody");
    terminal.out().flush();

    assertThat(terminal.out().checkError()).isTrue();
    assertThat(statusOf(ExitStatus.OK)).isEqualTo(ExitStatus.OK);
    assertThat(errors).isEmpty();
  }
}

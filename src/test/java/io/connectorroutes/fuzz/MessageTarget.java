package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.intake.QueueMessage;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.testing.Receivers;
import java.nio.file.Path;
import java.util.Map;

/** A queue message is a change that is read back as the same one, or is rejected with a reason. */
public final class MessageTarget {
  private static final Receiver RECEIVER =
      Receivers.ofPlainChanges(Path.of("target", "no-such-home"));

  private MessageTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    // The broker's id is hostile as well.
    String brokerId = new String(input, 0, Math.min(input.length, 20), UTF_8);
    receive(new QueueMessage(input, brokerId, Map.of()));
  }

  /** Receives a message and asserts what holds for each. */
  static ReceivedRow receive(QueueMessage message) {
    ReceivedRow row = RECEIVER.message(message);
    assertThat(ChangeReader.isChangeId(row.changeId())).isTrue();
    assertThat((row.change() == null) != (row.problem() == null)).isTrue();
    if (row.problem() != null) {
      assertRejected(row);
    } else {
      assertThat(row.change().changeId()).isEqualTo(row.changeId());
      byte[] kept = ChangeJson.write(row.change());
      assertThat(ChangeJson.write(ChangeJson.read(kept))).isEqualTo(kept);
      ReceivedRow again = RECEIVER.message(new QueueMessage(kept, null, Map.of()));
      assertThat(again.problem()).isNull();
      assertThat(ChangeJson.write(again.change())).isEqualTo(kept);
    }
    if (row.target() != null) {
      Promises.assertPrintable(row.target());
    }
    return row;
  }

  private static void assertRejected(ReceivedRow row) {
    assertThat(row.problem().code()).isNotEqualTo(InternalErrors.CODE);
    Promises.assertMessage(row.problem().message());
    row.problem().fields().forEach(Promises::assertProblem);
    // In clear in the ledger.
    assertThat(row.operation() == null || Operation.of(row.operation()).isPresent()).isTrue();
    assertThat(row.tenant()).isNull();
    if (row.problem().givenChangeId() != null) {
      Promises.assertPrintable(row.problem().givenChangeId());
      assertThat(
              row.problem()
                  .givenChangeId()
                  .codePointCount(0, row.problem().givenChangeId().length()))
          .isLessThanOrEqualTo(128);
    }
  }
}

package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.file.FileChangedException;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.text.Causes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps of a file, each of which a stand-in writes down. */
class IntakeFileRouteTest extends RouteTestSupport {
  private static final String FILE = "file";

  private final List<String> steps = new ArrayList<>();
  private final Inbox inbox = new Inbox(steps);
  private final Rows rows = new Rows();

  IntakeFileRouteTest() {
    super("intake/file");
  }

  /** What happens around the recording; fails where it is told to. */
  public static class Inbox {
    private final List<String> steps;
    private IOException failure;
    private IOException change;

    Inbox(List<String> steps) {
      this.steps = steps;
    }

    public void describe() throws IOException {
      steps.add("describe");
      if (failure != null) {
        throw failure;
      }
    }

    public void requireUnchanged() throws IOException {
      steps.add("require unchanged");
      if (change != null) {
        throw change;
      }
    }

    public void accept() {
      steps.add("accept");
    }

    public void refuse() {
      steps.add("move to refused");
    }

    public void failed() {
      steps.add("retry later");
    }
  }

  /** Two groups of rows, and a failure behind them where there is to be one. */
  public static class Rows {
    private boolean isRecorded;
    private RuntimeException failure;

    public boolean unrecorded() {
      return !isRecorded;
    }

    public Iterator<String> read(@Body String file) {
      Iterator<String> groups = List.of("1", "2").iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          if (!groups.hasNext() && failure != null) {
            throw failure;
          }
          return groups.hasNext();
        }

        @Override
        public String next() {
          return groups.next();
        }
      };
    }
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    placeholder("intake.file", true);
    registry.bind("connector-routes-inbox", inbox);
    registry.bind("connector-routes-file-retries", inbox);
    registry.bind("connector-routes-file-rows", rows);
  }

  @BeforeEach
  void writeDownTheLedgersSteps() {
    for (String verb : List.of("open", "finish", "refuse")) {
      ledger(verb).whenAnyExchangeReceived(exchange -> steps.add(verb));
    }
    ledger("record")
        .whenAnyExchangeReceived(
            exchange -> steps.add("record " + exchange.getMessage().getBody(String.class)));
  }

  @Test
  void aFileIsRecordedGroupByGroupAndFinishedWhenItIsUnchanged() {
    assertThat(sent(FILE).getException()).isNull();

    assertThat(steps)
        .containsExactly(
            "describe", "open", "record 1", "record 2", "require unchanged", "finish", "accept");
  }

  /** A crash kept it from being moved. */
  @Test
  void oneThatIsRecordedAlreadyIsOnlyAccepted() {
    rows.isRecorded = true;

    assertThat(sent(FILE).getException()).isNull();

    assertThat(steps).containsExactly("describe", "open", "accept");
  }

  /** The exchange ends well, so that the inbox moves the file. */
  @Test
  void oneOfNoKnownFormatIsRefused() {
    inbox.failure = new MalformedFileException("none of .json, .jsonl and .csv");

    assertThat(sent(FILE).getException()).isNull();

    assertThat(steps).containsExactly("describe", "refuse", "move to refused");
  }

  @Test
  void oneThatBreaksItsFormatAmongItsRowsIsRefusedAsAWhole() {
    rows.failure = new UncheckedIOException(new MalformedFileException("the last row is cut off"));

    assertThat(sent(FILE).getException()).isNull();

    assertThat(steps).containsExactly("describe", "open", "record 1", "refuse", "move to refused");
  }

  /** It fails for the inbox, which leaves the file where it is. */
  @Test
  void whatWasRecordedOfOneThatWasWrittenToIsDroppedAndTheFileStays() {
    inbox.change = new FileChangedException("was written to");

    assertThat(sent(FILE).getException()).isSameAs(inbox.change);

    assertThat(steps)
        .containsExactly("describe", "open", "record 1", "record 2", "require unchanged", "refuse");
  }

  static Stream<String> verbs() {
    return Stream.of("open", "record", "finish");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void whateverElseFailsTheFileStaysAndIsReadAgainAfterAWhile(String verb) {
    IllegalStateException failure = new IllegalStateException("the ledger is broken");
    failing(ledger(verb), failure);

    Exchange file = sent(FILE);

    assertThat(Causes.first(file.getException(), IllegalStateException.class)).contains(failure);
    assertThat(steps).endsWith("retry later").doesNotContain("accept", "refuse");
  }
}

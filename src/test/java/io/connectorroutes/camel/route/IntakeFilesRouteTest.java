package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.file.FileRetries;
import io.connectorroutes.camel.file.InboxLock;
import io.connectorroutes.camel.ledger.LedgerProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox itself, with a mock in the place of the route that a file goes to. */
class IntakeFilesRouteTest extends RouteTestSupport {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path home;
  private MockEndpoint file;

  IntakeFilesRouteTest() {
    super("intake/files");
  }

  @Override
  protected void bindToRegistry(Registry registry) throws IOException {
    Path inbox = Files.createDirectory(home.resolve("inbox"));
    Clock clock = Clock.systemUTC();
    registry.bind(
        "connector-routes-inbox-lock",
        new InboxLock(inbox, Duration.ZERO, new FileRetries(clock), clock));
    placeholder("intake.files", true);
    placeholder("inbox.directory", inbox);
  }

  @Override
  void advise(AdviceWithRouteBuilder route) throws Exception {
    route.weaveByToUri("direct:connector-routes-intake-file").replace().to("mock:file");
  }

  @BeforeEach
  void record() {
    file = getMockEndpoint("mock:file");
    file.setResultWaitTime(TIMEOUT.toMillis());
    file.whenAnyExchangeReceived(this::accept);
  }

  private void accept(Exchange exchange) {
    Path accepted = home.resolve("accepted").resolve(name(exchange));
    exchange.setProperty(LedgerProperties.DESTINATION, accepted.toString());
  }

  private static String name(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
  }

  private void drop(String name) throws IOException {
    Path part = Files.writeString(home.resolve(name + ".part"), "{}");
    Files.move(part, home.resolve("inbox").resolve(name));
  }

  @Test
  void aFileIsMovedToWhereItsRecordingSays() throws Exception {
    file.expectedMessageCount(1);

    drop("one.jsonl");

    file.assertIsSatisfied();
    awaitAccepted("one.jsonl");
    assertThat(home.resolve("inbox/one.jsonl")).doesNotExist();
  }

  @Test
  void oneThatIsNotCompleteOrOfAnotherKindIsLeftAlone() throws Exception {
    file.expectedMessageCount(1);

    drop(".one.jsonl");
    drop("two.txt");
    drop("three.csv");

    awaitAccepted("three.csv");
    file.assertIsSatisfied();
    assertThat(name(file.getExchanges().get(0))).isEqualTo("three.csv");
    assertThat(home.resolve("inbox/.one.jsonl")).exists();
    assertThat(home.resolve("inbox/two.txt")).exists();
  }

  @Test
  void oneThatFailedStaysAndComesAgain() throws Exception {
    file.expectedMessageCount(2);
    file.whenExchangeReceived(
        1,
        exchange -> {
          throw new IOException("the ledger is away");
        });
    file.whenExchangeReceived(
        2,
        exchange -> {
          assertThat(home.resolve("inbox/one.jsonl")).exists();
          accept(exchange);
        });

    drop("one.jsonl");

    file.assertIsSatisfied();
    awaitAccepted("one.jsonl");
  }

  private void awaitAccepted(String name) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> Files.exists(home.resolve("accepted").resolve(name)));
  }
}

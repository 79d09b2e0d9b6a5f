package io.connectorroutes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.command.TextTable;
import io.connectorroutes.app.logging.LogFailure;
import io.connectorroutes.app.logging.LogMessage;
import io.connectorroutes.camel.ReportedHealthCheck;
import io.connectorroutes.camel.ledger.Refusal;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.outcome.OutcomeJson;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each place where text of others is shown, given a text that would move a terminal's cursor, begin
 * a line or turn text round. Result files: see the tests of package {@code outcome}.
 */
class HostileTextTest {
  /** Escape, delete, the C1 ones, bidirectional controls, separators, zero width, tags. */
  private static final String HOSTILE =
      "a\u001b[2J\u007f\u0000\r\n"
          + "FAKE\u0085\u009b31m\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
          + "\u2066\u2067\u2068\u2069\u2028\u2029\u200b\u200c\u200d\u2060\ufeff\u00ad\udb40\udc41b";

  /** By Unicode's categories, not by the class that is tested. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{gc=Cc}\\p{gc=Cf}\\p{gc=Cs}\\p{gc=Zl}\\p{gc=Zp}&&[^\n\t]]");

  static Stream<Arguments> places() {
    return Stream.of(
        place("terminal", text -> printed(terminal -> terminal.out().print(text))),
        place("errors", text -> printed(terminal -> failure(text).printStackTrace(terminal.err()))),
        place("table", HostileTextTest::table),
        place("log", text -> new LogMessage().convert(event(text, null))),
        place("log, an exception", HostileTextTest::stack),
        place("log, again and again", HostileTextTest::repeated),
        place("log, a fault of ours", HostileTextTest::fault),
        place("log, what an exception says", text -> PrintableText.of(failure(text))),
        place("reason file", HostileTextTest::refusal),
        place("health", HostileTextTest::health),
        place("outcome line", text -> OutcomeJson.line(outcome(text))),
        place("outcome event", text -> OutcomeJson.event(outcome(text), errors())),
        place("dead letter", HostileTextTest::deadLetter),
        place("error of Graph", HostileTextTest::graphError));
  }

  private static Arguments place(String name, UnaryOperator<String> shown) {
    return Arguments.of(name, shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void itIsPrintableAndBeginsNoLine(String place, UnaryOperator<String> shown) {
    String text = shown.apply(HOSTILE);

    assertThat(text).contains("FAKE");
    assertThat(UNPRINTABLE.matcher(text).results().map(found -> codePoint(found.group())))
        .as("left in: %s", text)
        .isEmpty();
    if (!place.equals("terminal") && !place.equals("errors")) {
      assertThat(text).doesNotContain("\nFAKE");
    }
  }

  private static String codePoint(String character) {
    return "U+%04X".formatted(character.codePointAt(0));
  }

  private static String printed(Consumer<Terminal> print) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(bytes, bytes);
    print.accept(terminal);
    terminal.out().flush();
    terminal.err().flush();
    return bytes.toString(UTF_8);
  }

  private static String table(String text) {
    TextTable table = new TextTable("A", "B");
    table.add(text, 1);
    return printed(terminal -> table.print(terminal.out()));
  }

  private static RuntimeException failure(String text) {
    return new IllegalStateException(text, new IllegalArgumentException(text));
  }

  private static LoggingEvent event(String text, Throwable failure) {
    Logger logger = new LoggerContext().getLogger("test");
    return new LoggingEvent("caller", logger, Level.WARN, text, failure, new Object[0]);
  }

  private static String stack(String text) {
    RuntimeException failure = failure(text);
    failure.addSuppressed(new IllegalStateException(text));
    LogFailure converter = new LogFailure();
    converter.start();
    return converter.convert(event("failed", failure)).replace(System.lineSeparator(), "\n");
  }

  private static String logged(Consumer<Logger> log) {
    Logger logger = new LoggerContext().getLogger("test");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    log.accept(logger);
    return lines.list.get(0).getFormattedMessage();
  }

  private static String repeated(String text) {
    return logged(log -> new RepeatedFailures(log, Clock.systemUTC()).failed("kind", text));
  }

  private static String fault(String text) {
    return logged(log -> new InternalErrors(log).log("reading " + text, failure("x")));
  }

  private static InternalErrors errors() {
    return new InternalErrors(new LoggerContext().getLogger("test"));
  }

  private static String refusal(String text) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new MalformedFileException(text));
    return Refusal.of(exchange);
  }

  private static String health(String text) {
    return new ReportedHealthCheck("test", () -> Optional.of(text))
        .call()
        .getMessage()
        .orElseThrow();
  }

  private static OutcomeRecord outcome(String text) {
    return new OutcomeRecord(
        "o-1",
        1,
        Instant.EPOCH,
        "c-1",
        text,
        text,
        1,
        null,
        null,
        null,
        text,
        Outcome.FAILED,
        text,
        400,
        text,
        text,
        text,
        text,
        1,
        1,
        Instant.EPOCH);
  }

  private static String deadLetter(String text) {
    return new DeadLetterJson(new Masking(field -> true))
        .document(
            new DeadLetter(
                1,
                "c-1",
                text,
                outcome(text),
                List.of(),
                text.getBytes(UTF_8),
                null,
                List.of(),
                0,
                text,
                text,
                List.of(text),
                null));
  }

  private static String graphError(String text) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .set(
                "error",
                JsonNodeFactory.instance.objectNode().put("code", text).put("message", text))
            .toString();
    GraphError error =
        GraphError.of(
            new GraphResponse(400, Map.of("request-id", text), body.getBytes(UTF_8)),
            new GraphRequest("GET", "/v1.0/x", null, "t/c", "1"));
    return error.code() + error.message() + error.requestId();
  }
}

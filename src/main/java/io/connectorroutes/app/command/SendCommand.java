package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code send}: rows of files as messages. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description =
        "Puts the rows of files as messages on the queue of queue.name, or on the Kafka topic, each"
            + " with its changeId; what was sent already is known by that.")
final class SendCommand implements Callable<Integer> {
  private static final String QUEUE = "queue";
  private static final String KAFKA = "kafka";

  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files that end in .json, .jsonl or .csv; under the working directory.")
  private List<Path> files;

  @Option(
      names = "--to",
      paramLabel = "PLACE",
      description = "queue or kafka; required where both are configured.")
  private String place;

  SendCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    List<Path> absolute = files.stream().map(ReadableFile::ofChanges).toList();
    Configuration configuration = session.configuration();
    boolean isKafka = isKafka(configuration);
    List<SentFile> sent =
        session
            .collaborators()
            .sends()
            .run(configuration, absolute, isKafka, session.collaborators().stop());
    String to =
        isKafka
            ? "the topic " + configuration.get(Keys.KAFKA_TOPIC)
            : "the queue " + configuration.get(Keys.QUEUE_NAME);
    if (session.json()) {
      printJson(sent, isKafka ? KAFKA : QUEUE);
    } else {
      sent.forEach(file -> print(file, to));
    }
    return status(sent);
  }

  private boolean isKafka(Configuration configuration) {
    boolean hasQueue = configuration.hasQueue();
    boolean hasKafka = configuration.has(Keys.KAFKA_BROKERS);
    if (place == null) {
      require(
          hasQueue || hasKafka, "there is neither queue.url nor kafka.brokers: set one of them");
      require(!hasQueue || !hasKafka, "queue and kafka are both configured: give --to");
      return hasKafka;
    }
    require(place.equals(QUEUE) || place.equals(KAFKA), "--to must be queue or kafka");
    require(place.equals(KAFKA) ? hasKafka : hasQueue, placeKey() + " is not set: set it");
    return place.equals(KAFKA);
  }

  private String placeKey() {
    return place.equals(KAFKA) ? Keys.KAFKA_BROKERS.name() : Keys.QUEUE_URL.name();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new UsageException(otherwise);
    }
  }

  private void print(SentFile file, String to) {
    session
        .out()
        .println(PrintableText.text(file.file() + ": " + messages(file.sent()) + " sent to " + to));
    file.unreadable()
        .forEach((row, problem) -> note(file.file() + " row " + row + " is not sent: " + problem));
    if (file.left() > 0) {
      note(
          file.file()
              + ": "
              + messages(file.left())
              + " not sent: send the file again; what was sent is known by its changeId");
    }
  }

  private static String messages(int count) {
    return Counted.of(count, "message");
  }

  private void note(String line) {
    session.collaborators().terminal().note("connector-routes: " + line);
  }

  private void printJson(List<SentFile> sent, String to) {
    PrintWriter out = session.out();
    out.print("{\"to\" : \"" + to + "\",\n\"files\" : [");
    for (int i = 0; i < sent.size(); i++) {
      SentFile file = sent.get(i);
      HeldArray rows = new HeldArray(out);
      file.unreadable()
          .forEach(
              (row, problem) ->
                  rows.add(Json.NODES.objectNode().put("row", row).put("problem", problem)));
      ObjectNode node =
          Json.NODES
              .objectNode()
              .put("file", file.file().toString())
              .put("sent", file.sent())
              .put("left", file.left());
      out.print(i == 0 ? "" : ",");
      out.print("\n{\"unreadable\" : ");
      rows.print();
      out.print(",\n" + Json.line(node).substring(1));
    }
    out.println("\n]}");
  }

  private static int status(List<SentFile> sent) {
    if (sent.stream().anyMatch(file -> file.left() > 0)) {
      return ExitStatus.INTERRUPTED;
    }
    return sent.stream().allMatch(file -> file.unreadable().count() == 0)
        ? ExitStatus.OK
        : ExitStatus.SOME_CHANGES_FAILED;
  }
}

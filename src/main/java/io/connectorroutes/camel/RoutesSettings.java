package io.connectorroutes.camel;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the routes are configured by.
 *
 * @param command what this process runs, such as {@code run}: the beginning of its name in leases
 * @param home what folders are shown under in the log, absolute
 * @param routes Camel's patterns of the files with routes, such as {@code file:/folder/**}{@code
 *     /*.camel.yaml}
 * @param graphRoot scheme, host and port of Graph, and a path prefix if it has one
 * @param inbox where files are dropped, and what is taken of a file
 * @param takeFiles whether files are taken from the inbox, and messages from the queue
 * @param queue null: there is none
 * @param kafka null: no Kafka topic is consumed
 * @param outcomeUri a Camel endpoint; null for none
 * @param deadLetterUri a Camel endpoint
 * @param management null: no management server
 * @param workers how many Graph calls may be under way at once
 * @param keep how long settled changes stay in the ledger
 * @param lease how long a claim holds without renewal
 * @param answerWithin how long an answer of Graph is waited for; well within the lease
 * @param shutdown how long Camel waits for what is in flight when it stops
 * @param camelProperties {@code camel.*} keys for Camel as they are
 */
public record RoutesSettings(
    String command,
    Path home,
    List<String> routes,
    URI graphRoot,
    Inbox inbox,
    boolean takeFiles,
    Queue queue,
    Kafka kafka,
    String outcomeUri,
    String deadLetterUri,
    Management management,
    int workers,
    Duration keep,
    Duration lease,
    Duration answerWithin,
    Duration shutdown,
    Map<String, String> camelProperties) {

  /** Where files are dropped. */
  public record Inbox(Path directory, Duration quiet, long maxBytes, Duration keep) {}

  /** The user's broker. */
  public record Queue(URI url, String user, String password, String name, int consumers) {
    @Override
    public String toString() {
      return "Queue[" + name + "]";
    }
  }

  /** The user's Kafka. */
  public record Kafka(String brokers, String topic, String group) {}

  /** Where health and metrics are served. */
  public record Management(String host, int port) {}
}

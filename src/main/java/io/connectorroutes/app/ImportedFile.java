package io.connectorroutes.app;

import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobDroppedException;
import io.connectorroutes.text.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** A file of an import. Other processes may record the same one at the same time. */
final class ImportedFile {
  private final Application application;
  private final ProducerTemplate template;
  private final Path file;
  private final FailureLimit limit;
  private final BooleanSupplier isGivenUp;
  private String job;
  private String refusal;
  private Exception failure;

  /**
   * Nothing is recorded yet.
   *
   * @param limit of the rows that may fail; null for none
   * @param isGivenUp whether a ledger that is away is waited for no more
   */
  ImportedFile(
      Application application,
      ProducerTemplate template,
      Path file,
      FailureLimit limit,
      BooleanSupplier isGivenUp) {
    this.application = application;
    this.template = template;
    this.file = file;
    this.limit = limit;
    this.isGivenUp = isGivenUp;
  }

  /**
   * Records it, or finds out that it is refused, or cannot be read.
   *
   * @throws DatabaseUnavailableException where the ledger was away; done again, this goes on behind
   *     the last row that is recorded
   */
  void record() {
    Exchange exchange = send();
    while (Causes.first(exchange.getException(), JobDroppedException.class).isPresent()) {
      // Why the other one has refused it is seen by reading it again.
      exchange = send();
    }
    refusal = exchange.getProperty(LedgerProperties.REFUSAL, String.class);
    failure = exchange.getException();
    Optional<DatabaseUnavailableException> away =
        Causes.first(failure, DatabaseUnavailableException.class);
    if (away.isPresent()) {
      throw away.get();
    }
    if (failure != null) {
      recordedByAnother(exchange).ifPresent(this::goOnWith);
    } else if (refusal == null) {
      job = opened(exchange).orElseThrow().name();
    }
  }

  private void goOnWith(Job recorded) {
    if (limit != null) {
      application.ledger().jobControl().limitFailures(recorded, limit);
    }
    job = recorded.name();
    failure = null;
  }

  private Exchange send() {
    return template.send("direct:connector-routes-intake-file", this::prepare);
  }

  private void prepare(Exchange exchange) {
    exchange.getMessage().setBody(file.toFile());
    exchange.setProperty(LedgerProperties.FAILURE_LIMIT, limit);
    exchange.setProperty(LedgerProperties.GIVEN_UP, isGivenUp);
  }

  private static Optional<Job> opened(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty(LedgerProperties.JOB, Job.class));
  }

  /**
   * A {@code run} that has recorded the file from its inbox moves it away, and it cannot be read to
   * its end then.
   */
  private Optional<Job> recordedByAnother(Exchange exchange) {
    return Causes.first(exchange.getException(), IOException.class)
        .flatMap(unreadable -> opened(exchange))
        .flatMap(opened -> application.ledger().reports().job(opened.name()))
        .filter(Job::isRecorded);
  }

  /** Why it is not recorded, though it is not refused; empty where it is. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  /** The name of its job; null where it is not recorded. */
  String job() {
    return job;
  }

  /** Why it is refused; empty where it is recorded. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }
}

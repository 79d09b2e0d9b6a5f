package io.connectorroutes.delivery;

import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.VaultUnreachableException;
import io.connectorroutes.text.PrintableText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a claimed call the secrets that its changes refer to: after the claim's commit, right
 * before the call leaves. What was checked when a change was recorded is checked again, since it
 * may have been altered. Thread safe.
 */
public final class SecretCompletion {
  private static final Logger LOG = LoggerFactory.getLogger(SecretCompletion.class);

  /** A claim is too old to be sent after 40 s: what is not read by then is tried again later. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final GraphRequests requests;
  private final ReferencedSecrets secrets;
  private final ChangeReader reader;
  private final CertificateCheck certificates;
  private final Backoff backoff;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final InternalErrors errors = new InternalErrors(LOG);

  /**
   * Completes calls.
   *
   * @param requests makes the requests of changes
   * @param secrets reads what references stand for
   * @param reader checks changes with their secrets
   * @param certificates checks their certificates
   * @param clock the ledger's
   * @param nanoTime the monotonic clock
   */
  public SecretCompletion(
      GraphRequests requests,
      ReferencedSecrets secrets,
      ChangeReader reader,
      CertificateCheck certificates,
      Backoff backoff,
      Clock clock,
      LongSupplier nanoTime) {
    this.requests = requests;
    this.secrets = secrets;
    this.reader = reader;
    this.certificates = certificates;
    this.backoff = backoff;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * What came of it.
   *
   * @param complete what is to be sent; empty where nothing is
   * @param takenOut a decision for each change of the claim whose request does not leave
   */
  public record Result(Optional<Claimed<GraphCall>> complete, List<Decision> takenOut) {}

  /** Completes the call of a claim. */
  public Result complete(Claimed<GraphCall> claimed) {
    return new Round(claimed).result();
  }

  /** The completion of one call. */
  private final class Round {
    private final Claimed<GraphCall> claimed;
    private final Map<Long, DueChange> changes;
    private final long end = nanoTime.getAsLong() + LONGEST.toNanos();
    private final List<GraphCall.Single> parts = new ArrayList<>();
    private final List<Decision> takenOut = new ArrayList<>();

    Round(Claimed<GraphCall> claimed) {
      this.claimed = claimed;
      this.changes =
          claimed.changes().stream().collect(Collectors.toMap(DueChange::seq, Function.identity()));
    }

    Result result() {
      for (GraphCall.Single part : claimed.request().parts()) {
        if (part instanceof GraphCall.OfChange call && refers(call)) {
          completeSafely(call);
        } else {
          parts.add(part);
        }
      }
      return new Result(call(), List.copyOf(takenOut));
    }

    private boolean refers(GraphCall.OfChange call) {
      return ReferencedSecrets.isIn(changes.get(call.seq()).change());
    }

    private Optional<Claimed<GraphCall>> call() {
      if (parts.isEmpty()) {
        return Optional.empty();
      }
      GraphCall call =
          parts.equals(claimed.request().parts()) ? claimed.request() : GraphCall.of(parts);
      return Optional.of(
          new Claimed<>(
              claimed.account(),
              claimed.lease(),
              claimed.claimedAt(),
              claimed.leaseUntil(),
              call,
              claimed.changes(),
              call.intents()));
    }

    /** An exception of ours harms the change that it is about alone. */
    private void completeSafely(GraphCall.OfChange call) {
      DueChange due = changes.get(call.seq());
      try {
        complete(call, due);
      } catch (RuntimeException | Error e) {
        InternalErrors.requireOfOneChange(e);
        errors.log("the secrets of change " + due.change().changeId(), e);
        takenOut.add(new Decision.Unexpected(due.seq(), InternalErrors.message(e)));
      }
    }

    private void complete(GraphCall.OfChange call, DueChange due) {
      if (end - nanoTime.getAsLong() < 0) {
        waits(due, "secrets of other changes took too long to be read");
        return;
      }
      ConnectorChange resolved;
      try {
        resolved = secrets.resolve(due.change());
      } catch (VaultUnreachableException e) {
        waits(due, e.getMessage(), e.notBefore());
        return;
      } catch (SecretException e) {
        waits(due, e.getMessage());
        return;
      }
      List<FieldProblem> problems = reader.problems(resolved);
      if (problems.isEmpty()) {
        check(call, due, certificates.check(resolved, due.thumbprint()));
      } else {
        // A file that is being written is empty for a moment.
        waits(due, problems.get(0).message());
      }
    }

    private void check(GraphCall.OfChange call, DueChange due, CertificateCheck.Result checked) {
      ClientCertificate certificate = checked.certificate();
      String thumbprint = certificate == null ? null : certificate.thumbprint();
      if (!checked.faults().isEmpty()) {
        takenOut.add(
            new Decision.Unfit(due.seq(), "certificate", String.join("; ", checked.faults())));
      } else if (!Objects.equals(thumbprint, due.thumbprint())) {
        // Planned anew: whether it has been uploaded already is asked by its thumbprint.
        checked
            .warnings()
            .forEach(
                w -> LOG.warn("change {}: {}", due.change().changeId(), PrintableText.text(w)));
        takenOut.add(new Decision.OtherCertificate(due.seq(), certificate));
      } else {
        parts.add(call.of(requests.withSecrets(call.request(), checked.change())));
      }
    }

    private void waits(DueChange due, String reason) {
      waits(due, reason, Duration.ZERO);
    }

    /**
     * A vault that is left alone for longer would only be found so; but the change may be given
     * another secret meanwhile.
     */
    private void waits(DueChange due, String reason, Duration vaultRests) {
      Duration atLeast = vaultRests.compareTo(Backoff.CAP) < 0 ? vaultRests : Backoff.CAP;
      Duration wait = backoff.afterFailure(due.secretFailures());
      Instant again = clock.instant().plus(wait.compareTo(atLeast) < 0 ? atLeast : wait);
      takenOut.add(new Decision.NoSecret(due.seq(), again, reason));
    }
  }
}

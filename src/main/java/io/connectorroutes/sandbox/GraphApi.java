package io.connectorroutes.sandbox;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Serves single requests and the items of batches alike: journal, budget, faults, and then the
 * route that carries the request out.
 */
final class GraphApi {
  private final Clock clock;
  private final Tenants tenants;
  private final Faults faults;
  private final Journal journal;
  private final Router router;
  private final Delays delays;
  private final Batches batches;

  GraphApi(SandboxOptions options, Tenants tenants, Faults faults, Journal journal, Delays delays) {
    this.clock = options.clock();
    this.tenants = tenants;
    this.faults = faults;
    this.journal = journal;
    this.router = new Router(options);
    this.delays = delays;
    this.batches = new Batches(this, tenants);
  }

  /** A request's number in the journal and how it ended. */
  record Served(long number, Ending ending) {}

  /** Serves a request; a batch counts by its items and not by itself. */
  CompletableFuture<Served> serve(Arrival arrival) {
    return serve(arrival, arrival.isBatch() ? Optional.empty() : tenants.count(arrival.tenant()));
  }

  /**
   * Serves a request that was counted.
   *
   * @param refused why it is refused before it meets any fault; empty where it is not
   */
  CompletableFuture<Served> serve(Arrival arrival, Optional<Refusal> refused) {
    long number = journal.open(arrival);
    Diagnosis diagnosis = Diagnosis.of(arrival, clock);
    CompletableFuture<Ending> ending =
        refused
            .map(r -> CompletableFuture.completedFuture(refusal(diagnosis, r)))
            .orElseGet(() -> withFaults(arrival, number, diagnosis));
    return ending.thenApply(
        e -> {
          Ending full = withHeaders(e, diagnosis);
          journal.ended(number, full);
          return new Served(number, full);
        });
  }

  private CompletableFuture<Ending> withFaults(Arrival arrival, long number, Diagnosis diagnosis) {
    Supplier<CompletableFuture<Ending>> carryOut = () -> carryOut(arrival, number, diagnosis);
    Optional<Fault> fault = faults.next(arrival, number);
    return fault.isEmpty() ? carryOut.get() : hit(fault.get(), carryOut, diagnosis);
  }

  private CompletableFuture<Ending> hit(
      Fault fault, Supplier<CompletableFuture<Ending>> carryOut, Diagnosis diagnosis) {
    CompletableFuture<Ending> own =
        switch (fault.action().applies()) {
          case NEVER -> delays.after(fault.delayMs()).thenApply(x -> Ending.answer(null, false));
          case FIRST ->
              carryOut.get().thenCompose(e -> delays.after(fault.delayMs()).thenApply(x -> e));
          case AFTER_DELAY -> delays.after(fault.delayMs()).thenCompose(x -> carryOut.get());
        };
    return own.thenApply(e -> given(fault, e, diagnosis));
  }

  private static Ending given(Fault fault, Ending own, Diagnosis diagnosis) {
    String name = fault.action().wireName();
    return switch (fault.action().gives()) {
      case FAULT_ANSWER ->
          new Ending(Ending.Kind.ANSWER, diagnosis.reply(fault), own.applied(), name);
      case OWN_ANSWER -> new Ending(own.kind(), own.reply(), own.applied(), name);
      case CUT -> new Ending(Ending.Kind.CUT, null, own.applied(), name);
      case HANG -> new Ending(Ending.Kind.HANG, null, own.applied(), name);
      case MISSING -> new Ending(Ending.Kind.MISSING, null, own.applied(), name);
    };
  }

  private CompletableFuture<Ending> carryOut(Arrival arrival, long number, Diagnosis diagnosis) {
    try {
      if (arrival.flaw() != null) {
        throw arrival.flaw();
      }
      return arrival.isBatch()
          ? batches.carryOut(arrival, number)
          : CompletableFuture.completedFuture(carryOut(arrival));
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(refusal(diagnosis, refusal));
    }
  }

  private Ending carryOut(Arrival arrival) {
    TenantState state = tenants.state(arrival.tenant());
    synchronized (state) {
      Reply reply = router.route(arrival, state);
      return Ending.answer(reply, !arrival.method().equals("GET"));
    }
  }

  private static Ending refusal(Diagnosis diagnosis, Refusal refusal) {
    return Ending.answer(diagnosis.error(refusal), false);
  }

  private static Ending withHeaders(Ending ending, Diagnosis diagnosis) {
    Reply reply = ending.reply();
    return reply == null
        ? ending
        : new Ending(
            ending.kind(),
            reply.withDefaults(diagnosis.headers()),
            ending.applied(),
            ending.fault());
  }
}

package io.connectorroutes.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The planned faults, how many requests each has met, and those that fired. */
final class Faults {
  private final Clock clock;
  private final List<Planned> planned = new ArrayList<>();
  private final List<FiredFault> fired = new ArrayList<>();

  Faults(Clock clock) {
    this.clock = clock;
  }

  /** A fault and its counts. */
  record Count(Fault fault, int met, int fired) {}

  private static final class Planned {
    private final Fault fault;
    private final Pattern path;
    private int met;
    private int fired;

    Planned(Fault fault) {
      this.fault = fault;
      this.path = fault.pathPattern();
    }

    boolean meets(Arrival arrival) {
      return (fault.method() == null || fault.method().equalsIgnoreCase(arrival.method()))
          && (fault.tenant() == null || fault.tenant().equals(arrival.tenant()))
          && (fault.action().gives() != FaultAction.Gives.MISSING || arrival.isBatchItem())
          && path.matcher(arrival.path()).matches()
          && (fault.bodyContains() == null
              || (arrival.body() != null
                  && arrival.body().toString().contains(fault.bodyContains())));
    }

    boolean hits() {
      met++;
      if (met <= fault.skip() || fired >= fault.times()) {
        return false;
      }
      fired++;
      return true;
    }
  }

  synchronized void add(List<Fault> faults) {
    faults.forEach(f -> planned.add(new Planned(f)));
  }

  synchronized void replaceBy(List<Fault> faults) {
    planned.clear();
    fired.clear();
    add(faults);
  }

  /** The first planned fault that hits a request; the ones before it have counted the request. */
  synchronized Optional<Fault> next(Arrival arrival, long request) {
    for (Planned p : planned) {
      if (p.meets(arrival) && p.hits()) {
        fired.add(
            new FiredFault(
                p.fault,
                request,
                clock.instant(),
                arrival.tenant(),
                arrival.method(),
                arrival.path()));
        return Optional.of(p.fault);
      }
    }
    return Optional.empty();
  }

  synchronized List<Count> counts() {
    return planned.stream().map(p -> new Count(p.fault, p.met, p.fired)).toList();
  }

  synchronized List<FiredFault> fired() {
    return List.copyOf(fired);
  }
}

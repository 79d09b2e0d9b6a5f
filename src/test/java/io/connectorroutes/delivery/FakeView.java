package io.connectorroutes.delivery;

import io.connectorroutes.ledger.LedgerView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A ledger's view whose facts a test sets. */
final class FakeView implements LedgerView {
  Instant now = Instant.parse("2026-11-20T10:00:00Z");
  final FakeDirectory directory = new FakeDirectory();

  final Set<Long> maybeDone = new HashSet<>();

  int hostFailures;

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public FakeDirectory directory() {
    return directory;
  }

  @Override
  public int hostFailures() {
    return hostFailures;
  }

  @Override
  public boolean mayHaveBeenDone(long seq) {
    return maybeDone.contains(seq);
  }
}

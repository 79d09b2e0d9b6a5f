package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.testing.SettableClock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal journal =
      new Journal(new SettableClock(Instant.parse("2026-11-21T10:00:00Z")), 10);

  private long served(Long parent) {
    long n =
        journal.open(
            new Arrival(
                "http://127.0.0.1:1",
                "default",
                "GET",
                "/v1.0/x",
                null,
                Map.of(),
                null,
                null,
                parent,
                parent == null ? null : "a"));
    journal.ended(n, Ending.answer(Reply.noContent(), false));
    return n;
  }

  @Test
  void anAnswerThatTheClientDidNotTakeIsNotDelivered() {
    long batch = served(null);
    long item = served(batch);
    long other = served(null);

    journal.undelivered(batch);

    assertThat(journal.entries())
        .extracting(JournalEntry::n, JournalEntry::delivered)
        .containsExactly(tuple(batch, false), tuple(item, false), tuple(other, true));
  }
}

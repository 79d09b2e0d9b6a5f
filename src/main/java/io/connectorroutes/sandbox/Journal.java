package io.connectorroutes.sandbox;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Every request, from its arrival on; the oldest ones go when there are more than the limit. */
final class Journal {
  private final Clock clock;
  private final Map<Long, JournalEntry> entries;
  private long last;

  Journal(Clock clock, int limit) {
    this.clock = clock;
    this.entries =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, JournalEntry> eldest) {
            return size() > limit;
          }
        };
  }

  synchronized long open(Arrival a) {
    long n = ++last;
    entries.put(
        n,
        new JournalEntry(
            n,
            a.tenant(),
            clock.instant(),
            a.method(),
            a.path(),
            a.query(),
            a.headers(),
            a.body(),
            null,
            false,
            null,
            false,
            a.parent(),
            a.batchId()));
    return n;
  }

  void ended(long n, Ending ending) {
    change(n, e -> e.ended(ending));
  }

  /** The answer of a request could not be handed over, and with it those of its batch's items. */
  synchronized void undelivered(long n) {
    change(n, JournalEntry::undelivered);
    entries.replaceAll((k, e) -> Objects.equals(e.parent(), n) ? e.undelivered() : e);
  }

  synchronized List<JournalEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** Forgets the entries but not their number: a request may be under way that will end later. */
  synchronized void clear() {
    entries.clear();
  }

  private synchronized void change(long n, UnaryOperator<JournalEntry> change) {
    entries.computeIfPresent(n, (k, e) -> change.apply(e));
  }
}

package io.connectorroutes.ledger.order;

import java.util.Comparator;

/**
 * Where an enqueued change stands in the order of its account: by number, then by counter.
 *
 * @param number rises with each change that is enqueued
 * @param counter 0, or above that for changes that have moved behind the one of that number
 */
public record Place(long number, int counter) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::number).thenComparingInt(Place::counter);

  /** The place of a change that is enqueued under that number. */
  public static Place at(long number) {
    return new Place(number, 0);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}

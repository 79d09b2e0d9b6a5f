package io.connectorroutes.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that holds so many entries; the oldest goes for a new one. For one thread at a time.
 *
 * @param <K> as of any map
 * @param <V> as of any map
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  /** Empty, for so many entries. */
  public BoundedMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}

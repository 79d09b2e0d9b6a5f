package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The live heap at some points of a stream. */
final class HeapWatch {
  private final List<Integer> points;
  private final List<Long> used = new ArrayList<>();

  HeapWatch(List<Integer> points) {
    this.points = points;
  }

  void at(int point) {
    if (points.contains(point)) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used.add(runtime.totalMemory() - runtime.freeMemory());
    }
  }

  /** Bytes that the live heap grew by between the first and the last point. */
  long growth() {
    assertThat(used).hasSameSizeAs(points);
    return used.get(used.size() - 1) - used.get(0);
  }
}

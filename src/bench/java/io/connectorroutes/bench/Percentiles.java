package io.connectorroutes.bench;

import java.util.Arrays;
import java.util.List;

/** Percentiles of a set of values, by the nearest rank. */
record Percentiles(double[] sorted) {
  static Percentiles of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  double at(int percent) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }
}

package io.connectorroutes.database;

import java.util.Arrays;

/**
 * How many values a list of a statement has, so that lists of all lengths share a few statements: a
 * power of two, or what one call to Graph takes, as most lists have that many.
 */
final class ListSizes {
  private static final int[] SIZES = {1, 2, 4, 8, 16, 20, 32, 64, 128, 256};

  private ListSizes() {}

  /** The largest of them that is not above that number, which is at least 1. */
  static int atMost(int length) {
    int found = Arrays.binarySearch(SIZES, length);
    return SIZES[found >= 0 ? found : -found - 2];
  }

  /** The smallest of them that is not below that number; beyond the largest, a power of two. */
  static int atLeast(int length) {
    int found = Arrays.binarySearch(SIZES, length);
    int index = found >= 0 ? found : -found - 1;
    return index < SIZES.length ? SIZES[index] : Integer.highestOneBit(length * 2 - 1);
  }
}

package io.connectorroutes.bench;

/**
 * How the stand-in for Graph is to behave.
 *
 * @param objects how many API connectors, App Proxy connectors, groups and user flows each tenant
 *     holds at first
 * @param latencyMillis of each answer
 * @param budget requests of a tenant in a window; 0: no budget
 * @param windowMillis length of the window
 */
record GraphOptions(int objects, int latencyMillis, int budget, int windowMillis) {
  static GraphOptions of(int objects, int latencyMillis) {
    return new GraphOptions(objects, latencyMillis, 0, 0);
  }
}

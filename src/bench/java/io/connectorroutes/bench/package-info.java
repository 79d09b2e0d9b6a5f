/**
 * Benchmarks against Microsoft's SDK, run by the Maven profile {@code bench}. The stand-in for
 * Graph and each contender are processes of their own; what is measured is what the stand-in saw,
 * and the processor time of the contender's process.
 */
package io.connectorroutes.bench;

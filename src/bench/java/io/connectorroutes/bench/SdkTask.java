package io.connectorroutes.bench;

/**
 * What the SDK is to do.
 *
 * @param batch by batches of 20 rather than by single calls
 * @param threads how many threads share the work
 * @param warmUp done before the measured part
 */
record SdkTask(String root, boolean batch, int threads, Updates warmUp, Updates measured) {}

package io.connectorroutes.bench;

import java.util.List;

/**
 * What the SDK is to do.
 *
 * @param batch by batches of 20 rather than by single calls
 * @param threads how many threads share the work
 * @param warmUps done before the measured part, one after the other
 */
record SdkTask(String root, boolean batch, int threads, List<Updates> warmUps, Updates measured) {}

package io.connectorroutes.graph;

import java.time.Duration;

/**
 * What holds for the tokens of all accounts.
 *
 * @param cloud whose authority is asked, for the scope of its root
 * @param maxWait {@code graph.max-wait}: what an authority asks to wait beyond it is cut to it
 * @param certificateWarn {@code certificates.warn}: how long before its end an app's certificate is
 *     warned of
 */
public record TokenSettings(Cloud cloud, Duration maxWait, Duration certificateWarn) {}

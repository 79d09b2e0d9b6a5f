package io.connectorroutes.sandbox;

import java.time.Instant;

/**
 * A fault that hit a request.
 *
 * @param fault as planned
 * @param request the number of the request in the journal
 * @param time when, by the sandbox's clock
 * @param tenant of the request
 * @param method of the request
 * @param path of the request, raw
 */
public record FiredFault(
    Fault fault, long request, Instant time, String tenant, String method, String path) {}

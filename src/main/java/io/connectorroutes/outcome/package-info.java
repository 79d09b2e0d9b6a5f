/**
 * What is published of a change: the outcome line, the dead letter, the result files of a job.
 * Imports {@code change}, {@code ledger} and {@code secret}; does not know Camel.
 */
package io.connectorroutes.outcome;

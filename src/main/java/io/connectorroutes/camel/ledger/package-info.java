/**
 * The ledger as a Camel component. Begin with {@link io.connectorroutes.camel.ledger.LedgerVerb},
 * the verbs that routes use, and {@link io.connectorroutes.camel.ledger.LedgerEndpoint}, which
 * gives each its producer or its source; {@code LedgerConsumer} asks a {@code LedgerSource} for
 * work whenever a thread is free. The steps of a route share {@link
 * io.connectorroutes.camel.ledger.LedgerProperties}.
 */
package io.connectorroutes.camel.ledger;

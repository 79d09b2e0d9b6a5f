/** What the objects of a tenant are called. */
package io.connectorroutes.ledger.directory;

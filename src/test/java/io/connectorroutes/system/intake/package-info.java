/** What becomes of files and messages on their way into the ledger. */
package io.connectorroutes.system.intake;

/** Ledgers that earlier versions of the program wrote are taken over by this one. */
package io.connectorroutes.system.upgrade;

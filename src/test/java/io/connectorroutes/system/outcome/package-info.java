/** What is published. */
package io.connectorroutes.system.outcome;

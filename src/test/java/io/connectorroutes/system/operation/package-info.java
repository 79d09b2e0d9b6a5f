/** Start, health and metrics. */
package io.connectorroutes.system.operation;

/**
 * Secrets of tests, and the search for them wherever something can have got to: {@link
 * io.connectorroutes.testing.canary.Canaries}.
 */
package io.connectorroutes.testing.canary;

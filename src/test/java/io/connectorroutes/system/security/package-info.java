/** Secrets, hostile input and what others may read. */
package io.connectorroutes.system.security;

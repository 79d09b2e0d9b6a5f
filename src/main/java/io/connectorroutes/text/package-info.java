/**
 * Text as people see it: printable, and the nearest name to one that is unknown. Imports no other
 * package.
 */
package io.connectorroutes.text;

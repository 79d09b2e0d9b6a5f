/**
 * Text as people see it: printable, and the nearest name to one that is unknown; what exceptions
 * were caused by. Imports no other package.
 */
package io.connectorroutes.text;

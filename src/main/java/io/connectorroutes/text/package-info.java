/**
 * Text as people and databases see it: {@link io.connectorroutes.text.PrintableText} for logs and
 * terminals, {@link io.connectorroutes.text.BoundedName} for an index, {@link
 * io.connectorroutes.text.NearestName} for a name that is unknown; {@link
 * io.connectorroutes.text.Causes} of exceptions. Imports no other package.
 */
package io.connectorroutes.text;

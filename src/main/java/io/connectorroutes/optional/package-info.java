/**
 * The dependencies that are there only where an application adds them: {@link
 * io.connectorroutes.optional.OptionalDependency}. Imports no other package.
 */
package io.connectorroutes.optional;

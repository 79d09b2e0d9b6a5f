/** Tests of the folder {@code routes/}: the whole way, from a file or message to its outcome. */
package io.connectorroutes.routes;

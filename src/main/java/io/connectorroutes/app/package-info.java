/**
 * The program around the routes. Read {@link io.connectorroutes.app.Main} and {@code Program}
 * first: they give the commands (package {@code command}) what each calls, {@code RoutesRun},
 * {@code ImportRun}, {@code Demo} and {@code LocalSandbox}; then {@link
 * io.connectorroutes.app.Application}, which starts and stops Camel Main ({@code RoutesMain})
 * around {@link io.connectorroutes.camel.EmbeddedRoutes}.
 */
package io.connectorroutes.app;

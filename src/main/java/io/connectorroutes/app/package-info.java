/**
 * The program around the routes: its main class, its commands, Camel Main, signals, start and stop.
 * The routes themselves are put together by {@link io.connectorroutes.camel.CompositionRoot}.
 */
package io.connectorroutes.app;

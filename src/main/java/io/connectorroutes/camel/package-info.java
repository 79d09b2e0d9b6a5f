/**
 * Where all of the above meets Camel. Begin with {@link io.connectorroutes.camel.EmbeddedRoutes},
 * the routes in a context, the program's or another application's, and {@link
 * io.connectorroutes.camel.CompositionRoot}, which puts the objects together; then a folder of
 * {@code routes/} beside its room: {@code ledger} (the component that the routes are built on),
 * {@code file}, {@code queue}, {@code kafka} (what comes in), {@code http} (the one exit). A room
 * knows {@code ledger} at the most; {@code change}, which other applications see, stands before all
 * of them; {@code management} serves health and metrics. Here are the beans of outcomes, and
 * health.
 */
package io.connectorroutes.camel;

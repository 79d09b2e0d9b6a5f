/**
 * The one HTTP exit. Begin with {@link io.connectorroutes.camel.http.GraphHttp}, its one door,
 * beside {@code routes/delivery/graph.camel.yaml}; then {@link
 * io.connectorroutes.camel.http.GraphMessages} (headers and body), {@link
 * io.connectorroutes.camel.http.GraphHttpClient} (the token) and {@code AnswerBounds} (how much of
 * an answer is read). What else is public is called by the route.
 */
package io.connectorroutes.camel.http;

/**
 * A stand-in for the part of Microsoft Graph that this product uses, for tests, the demo and trying
 * things out. A request goes from {@code HttpFront} to {@code GraphApi} (journal, budget, faults),
 * from there to the {@code Router} and the one class that serves its resource; {@code Batches}
 * sends each item of a batch the same way. Imports no other package of ours but {@code change}.
 */
package io.connectorroutes.sandbox;

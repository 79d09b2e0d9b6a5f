/**
 * A stand-in for the part of Microsoft Graph that this product uses, for tests, the demo and trying
 * things out. Imports no other package of ours but {@code change}.
 */
package io.connectorroutes.sandbox;

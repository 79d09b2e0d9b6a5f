/** The program: its main class, one class for each command, and the configuration. */
package io.connectorroutes.app;

/** How the program's log looks: what {@code config/logback.xml} of the distribution names. */
package io.connectorroutes.app.logging;

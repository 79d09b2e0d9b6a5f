/** Command {@code check}: looks at everything that a run needs, and alters nothing. */
package io.connectorroutes.app.check;

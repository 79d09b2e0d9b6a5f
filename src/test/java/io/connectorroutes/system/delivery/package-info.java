/** What is sent to Graph, how often, and what becomes of its answers. */
package io.connectorroutes.system.delivery;

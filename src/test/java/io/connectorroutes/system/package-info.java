/**
 * The whole product in the test's process, from a file or message to its outcome; sub-packages by
 * topic.
 */
package io.connectorroutes.system;

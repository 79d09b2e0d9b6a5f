/**
 * Named failure points: a Java agent that holds a thread of the packaged product at a place of its
 * way until the process is killed. Nothing of it is in the product; it comes on the command line of
 * the process under test. What runs in there uses Byte Buddy alone; {@link
 * io.connectorroutes.failure.FailurePoints} is the test's side.
 */
package io.connectorroutes.failure;

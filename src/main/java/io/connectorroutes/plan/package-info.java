/**
 * What files of changes would do to tenants as they are, without doing it. Start with {@link
 * io.connectorroutes.plan.FilePlan}: it takes checked rows one by one through the planner of {@code
 * delivery} over a {@link io.connectorroutes.plan.SimulatedTenant}, which each row alters as the
 * tenant would be altered.
 */
package io.connectorroutes.plan;

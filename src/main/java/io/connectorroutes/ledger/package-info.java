/**
 * The ledger: what is recorded, claimed and settled, in SQLite or PostgreSQL. Payloads rest
 * encrypted. Knows changes, not Graph and not Camel: what to send is decided by a planner that its
 * caller passes in.
 *
 * <p>In order of reading: {@link io.connectorroutes.ledger.Ledger} and what it offers, {@link
 * io.connectorroutes.ledger.Recorder}, {@link io.connectorroutes.ledger.Deliveries}, {@link
 * io.connectorroutes.ledger.Outbox}; then the rooms, which nobody else knows, as a change goes
 * through them: {@code recording}, {@code enqueue}, {@code order} (with {@code directory}), {@code
 * claim}, {@code outbox}. Under them lie {@code table} and {@code encryption}.
 *
 * <table>
 * <caption>The states of a change</caption>
 * <tr><th>from</th><th>to</th><th>by</th></tr>
 * <tr><td></td><td>recorded</td><td>recording; with a due time, it is for later</td></tr>
 * <tr><td></td><td>duplicate</td><td>recording, where its id is known with equal content</td></tr>
 * <tr><td>recorded</td><td>waiting</td><td>enqueueing: no earlier change blocks it</td></tr>
 * <tr><td>recorded</td><td>blocked</td><td>enqueueing: an earlier change holds a key that it awaits</td></tr>
 * <tr><td>blocked</td><td>waiting</td><td>that change is settled or moves, or a list was read</td></tr>
 * <tr><td>waiting</td><td>blocked</td><td>a claim that looks again, or its move behind a later change</td></tr>
 * <tr><td>waiting</td><td>paused</td><td>its job is paused; what is enqueued or goes on then is paused at once</td></tr>
 * <tr><td>paused</td><td>waiting</td><td>its job is resumed</td></tr>
 * <tr><td>waiting</td><td>sending</td><td>a claim, before the request leaves</td></tr>
 * <tr><td>sending</td><td>waiting</td><td>a decision to retry, a release, a lease that is recovered</td></tr>
 * <tr><td>waiting, sending</td><td>settled</td><td>a decision to settle</td></tr>
 * <tr><td>recorded</td><td>settled</td><td>enqueueing, where it was rejected</td></tr>
 * <tr><td>recorded, blocked, waiting, paused</td><td>settled</td><td>its job is cancelled, and no request of it may have been applied</td></tr>
 * <tr><td>settled</td><td>recorded</td><td>a replay</td></tr>
 * </table>
 */
package io.connectorroutes.ledger;

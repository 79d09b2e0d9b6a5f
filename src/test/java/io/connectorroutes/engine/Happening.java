package io.connectorroutes.engine;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.sandbox.Fault;
import java.time.Duration;

/** One thing that happens in a random case. A case is a list of them, so that it can be reduced. */
sealed interface Happening {
  /** A sender sends a change. */
  record Sent(String tenant, ConnectorChange change) implements Happening {}

  /** Graph will misbehave. */
  record Planned(Fault fault) implements Happening {}

  /** Workers take a number of steps: each claims a call, or brings one to its end. */
  record Work(int steps) implements Happening {}

  /** The process dies; what has left reaches Graph, or not. */
  record Crash(boolean callsLeft) implements Happening {}

  /** A worker is frozen after Graph has answered, until its lease is over. */
  record Freeze() implements Happening {}

  /** Somebody replays one of the dead letters, where there is one. */
  record Replay(int which) implements Happening {}

  /** Time passes. */
  record Pass(Duration time) implements Happening {}
}

package io.connectorroutes.ledger;

import java.time.Instant;

/**
 * What a commit of this process has made to do, sent right after it. A signal may be lost with its
 * process, and other processes hear none: whoever waits for one looks by itself now and then.
 *
 * @param kind what there is to do
 * @param accountId of {@link Kind#DUE}, the account that can be claimed; else 0
 * @param from when there is something to do; {@link Instant#MIN} for now
 */
public record Signal(Kind kind, long accountId, Instant from) {
  /** What there is to do. */
  public enum Kind {
    /** Anything: everybody looks. */
    ANY,
    /** An account can be claimed. */
    DUE,
    /** An outcome is to be published. */
    OUTCOMES,
    /** A dead letter is to be published. */
    DEAD_LETTERS,
    /** A job may have the last of its outcomes. */
    JOBS
  }

  /** Something of that kind, now. */
  public static Signal of(Kind kind) {
    return new Signal(kind, 0, Instant.MIN);
  }

  /** Anything, now. */
  public static Signal any() {
    return of(Kind.ANY);
  }

  /** Anything, from that time on. */
  public static Signal anyFrom(Instant from) {
    return new Signal(Kind.ANY, 0, from);
  }

  /** An account can be claimed from that time on. */
  public static Signal due(long accountId, Instant from) {
    return new Signal(Kind.DUE, accountId, from);
  }
}

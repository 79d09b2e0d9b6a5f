package io.connectorroutes.camel.ledger;

/** Names of exchange properties that the steps of a route share; never sent anywhere. */
public final class LedgerProperties {
  /** The {@code Claimed} call that an exchange of {@code ledger:due} is for. */
  public static final String CLAIM = "ConnectorRoutesClaim";

  /** {@code System.nanoTime()} after which the call must not leave any more. */
  public static final String SEND_BEFORE = "ConnectorRoutesSendBefore";

  /** True from right before the call leaves: it may have been done then, whatever comes back. */
  public static final String LEAVES = "ConnectorRoutesLeaves";

  /** The {@code Job} of the file that an exchange is for. */
  public static final String JOB = "ConnectorRoutesJob";

  /** Whether the rows of the exchange's file were all recorded before. */
  public static final String IS_RECORDED = "ConnectorRoutesIsRecorded";

  /** Whether the file stands in the inbox, and moves when it is done with. */
  public static final String FROM_INBOX = "ConnectorRoutesFromInbox";

  /** Where the inbox file moves to, absolute. */
  public static final String DESTINATION = "ConnectorRoutesDestination";

  /** The name of the only tenant that a file's rows may be for; null for any. */
  public static final String TENANT = "ConnectorRoutesTenant";

  /** Why a file was refused, as one line. */
  public static final String REFUSAL = "ConnectorRoutesRefusal";

  /** The {@code FailureLimit} of a file's job; null for none. */
  public static final String FAILURE_LIMIT = "ConnectorRoutesFailureLimit";

  /**
   * A {@code BooleanSupplier}: whether whoever sent the exchange waits no longer; null for never.
   */
  public static final String GIVEN_UP = "ConnectorRoutesGivenUp";

  private LedgerProperties() {}
}

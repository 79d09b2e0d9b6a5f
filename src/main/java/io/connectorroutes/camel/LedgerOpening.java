package io.connectorroutes.camel;

import io.connectorroutes.camel.http.GraphTimes;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.EntraSection;
import io.connectorroutes.database.TokenLogin;
import io.connectorroutes.identity.ProcessIdentity;
import io.connectorroutes.identity.ServiceToken;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.LedgerSettings;
import io.connectorroutes.ledger.Ledgers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How the configured ledger is opened. Whoever only looks into it needs neither Camel nor, where no
 * token is asked for, the libraries of Azure: their classes would take most of a command's time.
 */
public final class LedgerOpening {
  /**
   * How long a claim must hold. A call leaves in the first third of it or not at all ({@code
   * ledger:due}); the rest is for getting a connection, for its answer, and for settling.
   */
  static final Duration LEASE =
      GraphTimes.CONNECT
          .plus(GraphTimes.ANSWER_WITHIN)
          .plusSeconds(10)
          .multipliedBy(3)
          .dividedBy(2);

  private LedgerOpening() {}

  /** Opens the ledger alone; its caller closes it. */
  public static Ledger open(Configuration configuration) {
    return Ledgers.open(settings(configuration), null);
  }

  /**
   * Whether to open the ledger leaves its tables as they are: it is there, and of this version.
   *
   * @throws io.connectorroutes.database.DatabaseException where it cannot be used
   * @throws io.connectorroutes.database.DatabaseUnavailableException where it does not answer
   */
  public static boolean isUpToDate(Configuration configuration) {
    return Ledgers.isUpToDate(settings(configuration));
  }

  private static LedgerSettings settings(Configuration configuration) {
    // The identity needs no closing: nobody asks it any more once the ledger is closed.
    return settings(configuration, () -> Externals.standard().identity(configuration));
  }

  /**
   * As the configuration has it.
   *
   * @param identity asked for where the ledger is logged in to by a token
   */
  static LedgerSettings settings(Configuration configuration, Supplier<ProcessIdentity> identity) {
    LedgerSettings settings = configuration.ledgerSettings(LEASE);
    return configuration.entra().ledger()
        ? settings.withLogin(login(configuration.entra(), identity.get()))
        : settings;
  }

  private static TokenLogin login(EntraSection entra, ProcessIdentity identity) {
    ServiceToken token = identity.token(entra.ledgerScope());
    return new TokenLogin(() -> token.get().getToken(), entra.databaseHosts());
  }
}

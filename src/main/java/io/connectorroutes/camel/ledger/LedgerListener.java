package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.OutcomeRecord;
import java.util.List;

/** Hears what the routes have done on the ledger; quick, and it does not fail. */
public interface LedgerListener {
  /** Does nothing. */
  LedgerListener NONE =
      new LedgerListener() {
        @Override
        public void answered(String account, List<AttemptResult> attempts) {
          // Nobody asks.
        }

        @Override
        public void published(List<OutcomeRecord> outcomes) {
          // Nobody asks.
        }

        @Override
        public void fileGrew() {
          // Nobody asks.
        }
      };

  /** What came back for requests of that account is settled. */
  void answered(String account, List<AttemptResult> attempts);

  /** These outcomes were published: each once over all processes, a crash aside. */
  void published(List<OutcomeRecord> outcomes);

  /** A file of an inbox was altered after it was accepted. */
  void fileGrew();
}

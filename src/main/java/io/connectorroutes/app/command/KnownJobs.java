package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;

/** The jobs that a command line may name. */
public final class KnownJobs {
  /** A name that was mistyped is looked for among so many. */
  private static final int NAMES = 1_000;

  private KnownJobs() {}

  /**
   * The job of that name.
   *
   * @throws UsageException where the ledger has none; it names the nearest one
   */
  public static Job find(Ledger ledger, String name) {
    return ledger.reports().job(name).orElseThrow(() -> unknown(ledger, name));
  }

  private static UsageException unknown(Ledger ledger, String name) {
    String hint =
        NearestName.of(name, ledger.jobControl().names(NAMES))
            .map(nearest -> "did you mean " + PrintableText.text(nearest) + "?")
            .orElse("status shows the jobs there are");
    return new UsageException("there is no job " + PrintableText.text(name) + "; " + hint);
  }
}

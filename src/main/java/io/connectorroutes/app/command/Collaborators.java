package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Ledger;
import java.util.function.Function;

/**
 * What the commands need of the rest of the product.
 *
 * @param configuration reads the configuration
 * @param ledgers opens the configured ledger, which whoever asked closes
 * @param runner does what moves changes
 * @param sandbox starts the sandbox
 * @param deadLetterJson the JSON document of a dead letter, its secrets masked
 * @param stop tells when to stop
 * @param terminal where to write
 */
public record Collaborators(
    ConfigurationReader configuration,
    Function<Configuration, Ledger> ledgers,
    Runner runner,
    SandboxStarter sandbox,
    Function<DeadLetter, String> deadLetterJson,
    StopSignal stop,
    Terminal terminal) {}

package io.connectorroutes.camel;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Planner;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.outcome.OutcomeLog;
import io.connectorroutes.outcome.ResultFiles;

/**
 * The objects that the routes name, made by the application.
 *
 * @param ledger open; closed by its owner after the routes have stopped
 * @param planner decides what is sent next
 * @param responses decides what an answer means
 * @param tenants the configured tenants
 * @param tokens bearer tokens by account
 * @param fileRows reads and checks the rows of files
 * @param receiver checks messages
 * @param outcomeLog where outcomes are logged
 * @param deadLetterJson writes dead letters
 * @param resultFiles writes what became of a file
 */
public record RoutesBeans(
    Ledger ledger,
    Planner<GraphCall> planner,
    Responses responses,
    ConfiguredTenants tenants,
    TokenSource tokens,
    FileRows fileRows,
    Receiver receiver,
    OutcomeLog outcomeLog,
    DeadLetterJson deadLetterJson,
    ResultFiles resultFiles) {}

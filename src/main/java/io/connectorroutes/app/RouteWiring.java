package io.connectorroutes.app;

import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.GraphSection;
import io.connectorroutes.camel.FileRows;
import io.connectorroutes.camel.Responses;
import io.connectorroutes.camel.RoutesBeans;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.delivery.Backoff;
import io.connectorroutes.delivery.BatchSizes;
import io.connectorroutes.delivery.Classifier;
import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.DeliverySettings;
import io.connectorroutes.delivery.NameDirectory;
import io.connectorroutes.delivery.ResponsePolicy;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.outcome.DeadLetterJson;
import io.connectorroutes.outcome.OutcomeLog;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.secret.Masking;
import java.security.SecureRandom;
import java.time.Clock;

/** Makes the objects that the routes name, each from its part of the configuration. */
final class RouteWiring {
  private final Configuration configuration;
  private final Ledger ledger;
  private final Outside outside;

  RouteWiring(Configuration configuration, Ledger ledger, Outside outside) {
    this.configuration = configuration;
    this.ledger = ledger;
    this.outside = outside;
  }

  RoutesBeans beans() {
    GraphSection graph = configuration.graph();
    ConfiguredTenants tenants = GraphOf.tenants(graph);
    GraphSettings settings = GraphOf.settings(graph);
    GraphRequests requests = new GraphRequests(settings);
    GraphLists lists = new GraphLists(settings);
    NameDirectory directory = new NameDirectory();
    BatchSizes sizes = new BatchSizes(graph.batchSize());
    Backoff backoff = new Backoff(new SecureRandom());
    DeliverySettings delivery =
        new DeliverySettings(
            graph.maxAttempts(), graph.retryFor(), graph.lostAnswerWait(), graph.maxWait());
    TokenSource tokens =
        new TokenSource(
            settings.cloud(), GraphOf.credentials(graph), outside.tokenClient(), Clock.systemUTC());
    Receiver receiver =
        new IntakeOf(configuration, ledger, requests, tenants.all())
            .receiver(Wiring.keyVault(graph.cloud()));
    Masking masking = new Masking(ChangeFields::isKnown);
    return new RoutesBeans(
        ledger,
        new DeliveryPlanner(requests, lists, directory, sizes, backoff, delivery),
        new Responses(
            new Classifier(ledger.clock(), delivery.maxWait()),
            new ResponsePolicy(
                ledger.deliveries()::view, directory, sizes, lists, tokens, backoff, delivery)),
        tenants,
        tokens,
        new FileRows(receiver, ledger.recorder(), configuration.inbox().maxRows()),
        receiver,
        new OutcomeLog(configuration.outcome().log()),
        new DeadLetterJson(masking),
        new ResultFiles(configuration.outcome().results(), ledger.reports(), masking));
  }
}

package io.connectorroutes.plan;

import io.connectorroutes.ledger.RequestBudget;

/**
 * What became of planning files.
 *
 * @param totals what the rows amount to
 * @param reads how many requests were made to look at tenants
 * @param waiting how many changes of these tenants wait in the ledger before the rows
 * @param seconds how long the requests take at the budget
 * @param secondsBehind how long they take behind the changes that wait, one request for each
 * @param budget of each tenant
 */
public record PlanResult(
    PlanTotals totals,
    int reads,
    long waiting,
    long seconds,
    long secondsBehind,
    RequestBudget budget) {}

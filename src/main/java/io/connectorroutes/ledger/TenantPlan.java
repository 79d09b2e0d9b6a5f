package io.connectorroutes.ledger;

import java.util.List;

/**
 * What a planner made of the due changes of one tenant. Due changes that are in no part of it stay
 * as they are.
 *
 * @param decisions changes that are settled or put off without a request
 * @param request what is to be sent next for this tenant, opaque to the ledger; null for nothing
 * @param intents one for each Graph request in {@code request} (several for a {@code $batch});
 *     empty exactly if {@code request} is null
 * @param <R> the type of the request
 */
public record TenantPlan<R>(List<Decision> decisions, R request, List<Intent> intents) {}

package io.connectorroutes.sandbox;

import java.util.List;

/**
 * One request of a batch.
 *
 * @param id as given
 * @param arrival the request as if it had come alone
 * @param dependsOn ids of earlier items
 */
record BatchItem(String id, Arrival arrival, List<String> dependsOn) {}

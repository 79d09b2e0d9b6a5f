/**
 * Decides: what is sent next for a tenant, what an answer means for each change, when it is tried
 * again, and how a lost answer is settled; and gives calls their secrets. Imports {@code change},
 * {@code certificate}, {@code graph}, {@code ledger} and {@code secret}; does not know Camel.
 *
 * <p>In order of reading, before a call: {@link io.connectorroutes.delivery.GraphCall}, {@link
 * io.connectorroutes.delivery.DeliveryPlanner} (with {@code NextStep}, {@code NameResolution},
 * {@code BatchBuilder}, {@code FirstLists}), {@link io.connectorroutes.delivery.SecretCompletion}.
 * After it: {@link io.connectorroutes.delivery.Classifier}, {@link
 * io.connectorroutes.delivery.Classified}, {@link io.connectorroutes.delivery.ResponsePolicy} (with
 * {@code Retries}, {@code NotFound}, {@code TenantThrottle}). Where the answer was lost: {@code
 * LostAnswer}, {@code LostCreates}, {@code CertificateUploads}.
 */
package io.connectorroutes.delivery;

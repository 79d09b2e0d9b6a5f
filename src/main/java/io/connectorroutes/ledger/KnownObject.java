package io.connectorroutes.ledger;

import io.connectorroutes.change.ObjectKind;

/** An object of the tenant whose id was seen in a list. */
public record KnownObject(ObjectKind kind, String id) {}

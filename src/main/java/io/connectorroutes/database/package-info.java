/**
 * Transactions, group commit, SQLite and PostgreSQL, the database's clock and its migrations. Knows
 * nothing of connectors, changes or tenants. Read {@link io.connectorroutes.database.Database}
 * first, then {@link io.connectorroutes.database.Sql} and {@link
 * io.connectorroutes.database.Dialect}.
 */
package io.connectorroutes.database;

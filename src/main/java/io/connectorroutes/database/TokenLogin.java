package io.connectorroutes.database;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Logs in to PostgreSQL with a token as the password of each new connection. A token goes to known
 * hosts alone, behind TLS that checks who they are.
 *
 * @param token gives one that is good now; may throw
 * @param hosts those that may be given it; its text says where they are, to follow "a host"
 */
public record TokenLogin(Supplier<String> token, Predicate<String> hosts) {}

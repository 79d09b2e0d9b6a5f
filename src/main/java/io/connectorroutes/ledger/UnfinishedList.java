package io.connectorroutes.ledger;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * A list of which some pages were read.
 *
 * @param startedAt when its first page was asked for, by the ledger's time
 * @param nextPage path of the next page
 * @param pages how many were read
 * @param isRead whether the page at a path was read, or is the next one
 */
public record UnfinishedList(
    Instant startedAt, String nextPage, int pages, Predicate<String> isRead) {}

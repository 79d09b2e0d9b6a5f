package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphTenant;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts what Graph asks to wait to {@code graph.max-wait}, with one warning for a call. */
record MaxWait(Duration most) {
  private static final Logger LOG = LoggerFactory.getLogger(MaxWait.class);

  List<Hearing> cut(List<Hearing> hearings) {
    hearings.stream()
        .filter(this::isBeyond)
        .findFirst()
        .ifPresent(
            hearing ->
                LOG.warn(
                    "Graph asks tenant {} to wait for {} s; graph.max-wait cuts that to {} s",
                    GraphTenant.nameOf(hearing.due().change().tenant()),
                    hearing.reply().retryAfter().orElseThrow().toSeconds(),
                    most.toSeconds()));
    return hearings.stream()
        .map(hearing -> isBeyond(hearing) ? hearing.waitingAtMost(most) : hearing)
        .toList();
  }

  private boolean isBeyond(Hearing hearing) {
    return hearing.reply().retryAfter().filter(asked -> asked.compareTo(most) > 0).isPresent();
  }
}

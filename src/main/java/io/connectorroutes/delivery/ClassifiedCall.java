package io.connectorroutes.delivery;

import io.connectorroutes.graph.GraphResponse;
import java.util.List;

/**
 * One call and what came back for it.
 *
 * @param response null where no answer came
 * @param requests each Graph request of the call, in its order; at least one, several for a {@code
 *     $batch}
 */
public record ClassifiedCall(GraphResponse response, List<Classified> requests) {

  boolean isAnswered() {
    return response != null;
  }

  String account() {
    return requests.get(0).due().account();
  }

  /**
   * Whether a batch was refused as a whole for what is in it, by Graph or by an exception of ours:
   * then one of its requests is to blame, and none of them was done.
   */
  boolean isRefusedAsAWhole() {
    return requests.size() > 1
        && !(isAnswered() && response.isSuccess())
        && requests.stream()
            .map(Classified::kind)
            .allMatch(
                kind ->
                    switch (kind) {
                      case REFUSED, NOT_FOUND, NOT_MADE -> true;
                      default -> false;
                    });
  }
}

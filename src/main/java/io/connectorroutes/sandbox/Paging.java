package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Answers lists page by page (page "Paging Microsoft Graph data in your app"). */
final class Paging {
  private static final String TOKEN = "$skiptoken";

  private final int pageSize;

  Paging(int pageSize) {
    this.pageSize = pageSize;
  }

  /**
   * One page.
   *
   * @param fragment of the context's URL
   * @throws Refusal where the query has an unknown option, or a token that no page gave
   */
  Reply page(Call call, String fragment, Stream<ObjectNode> all) {
    call.queryOnly(Set.of(TOKEN));
    List<ObjectNode> objects = all.toList();
    int from = offset(call.query().getOrDefault(TOKEN, "0"), objects.size());
    int to = Math.min(objects.size(), from + pageSize);
    ObjectNode answer = call.withContext(fragment);
    if (to < objects.size()) {
      answer.put("@odata.nextLink", call.absolute(call.path() + "?" + TOKEN + "=" + to));
    }
    ArrayNode value = answer.putArray("value");
    objects.subList(from, to).forEach(value::add);
    return Reply.of(200, answer);
  }

  private static int offset(String token, int size) {
    try {
      // Objects may have gone since the page that gave the token.
      return Math.min(Integer.parseUnsignedInt(token), size);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("The " + TOKEN + " is invalid.");
    }
  }
}

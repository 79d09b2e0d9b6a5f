package io.connectorroutes.sandbox;

import java.util.List;

/** Reads bodies that refer to another object by its {@code @odata.id}. */
final class References {
  private References() {}

  /**
   * The id at the end of the {@code @odata.id}, the body's only property.
   *
   * @param collection path of the collection below the version, with a slash at both ends
   * @throws Refusal where it is missing, or is no absolute URL of an object in that collection, of
   *     the host and version of the call
   */
  static String id(Call call, StrictObject body, String collection) {
    String url = body.required("@odata.id");
    body.noMore();
    String prefix = call.absolute(collection);
    if (!url.startsWith(prefix)) {
      throw Refusal.badRequest("Property '@odata.id' must begin with " + prefix + ".");
    }
    List<String> rest = RawPath.segments(url.substring(prefix.length() - 1));
    if (rest.size() != 1) {
      throw Refusal.badRequest("Property '@odata.id' must end with an id.");
    }
    return rest.get(0);
  }
}

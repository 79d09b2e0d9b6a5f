package io.connectorroutes.e2e;

import java.util.ArrayList;
import java.util.List;

/** The life of one connector: the changes that were given for it, and what has to come of them. */
final class Story {
  /** Where a connector was pointed to that is deleted. */
  static final String GONE = "gone";

  private final String tenant;
  private final String tenantField;
  private final String name;
  private final List<String> places = new ArrayList<>();
  private String id;
  private int open;

  /** A connector that is not there yet. */
  Story(String tenant, String tenantField, String name) {
    this.tenant = tenant;
    this.tenantField = tenantField;
    this.name = name;
  }

  /** A change that makes it, in one of two ways. */
  String create(String changeId, boolean upsert) {
    return upsert ? upsert(changeId) : full(changeId, "apiConnector.create", "");
  }

  /** A change that gives the whole of it, by its name. */
  String upsert(String changeId) {
    return full(changeId, "apiConnector.upsert", "\"target\":{\"displayName\":\"" + name + "\"},");
  }

  private String full(String changeId, String operation, String target) {
    return line(
        changeId,
        operation,
        """
        %s"properties":{"displayName":"%s","targetUrl":"%s","authenticationConfiguration":\
        {"@odata.type":"#microsoft.graph.basicAuthentication","username":"u",\
        "password":%s}}\
        """
            .formatted(target, name, nextPlace(), Changes.password()));
  }

  /** A change that points it to another place. */
  String update(String changeId, boolean byId) {
    String properties = ",\"properties\":{\"targetUrl\":\"" + nextPlace() + "\"}";
    return line(changeId, "apiConnector.update", target(byId) + properties);
  }

  /** A change that deletes it. */
  String delete(String changeId, boolean byId) {
    places.add(GONE);
    return line(changeId, "apiConnector.delete", target(byId));
  }

  private String target(boolean byId) {
    return byId
        ? "\"target\":{\"id\":\"" + id + "\"}"
        : "\"target\":{\"displayName\":\"" + name + "\"}";
  }

  private String line(String changeId, String operation, String rest) {
    open++;
    return "{\"changeId\":\"%s\",\"operation\":\"%s\",%s%s}\n"
        .formatted(changeId, operation, tenantField, rest);
  }

  private String nextPlace() {
    places.add("https://api.example.com/" + name + "/" + places.size());
    return places.get(places.size() - 1);
  }

  /** One of its changes has its outcome, which may tell its id. */
  void told(String resourceId) {
    open--;
    if (!resourceId.isEmpty()) {
      id = resourceId;
    }
  }

  String tenant() {
    return tenant;
  }

  String name() {
    return name;
  }

  /** Known from the outcome of its creation on; null before. */
  String id() {
    return id;
  }

  /** Whether each of its changes has its outcome. */
  boolean isSettled() {
    return open == 0;
  }

  boolean isGone() {
    return last().equals(GONE);
  }

  /** Where it points to in the end. */
  String last() {
    return places.get(places.size() - 1);
  }

  /** Where it points to one after the other. */
  List<String> places() {
    return places;
  }
}

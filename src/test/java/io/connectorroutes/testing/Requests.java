package io.connectorroutes.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes that tests send, each complete and valid. */
public final class Requests {
  /** In each secret that these changes carry, so that it can be looked for where it must not be. */
  public static final String CANARY = "canary-5b1f";

  private Requests() {}

  /** A new API connector with a password of its own. */
  public static ObjectNode create(String changeId, String name) {
    ObjectNode change = Json.object("{'operation':'apiConnector.create'}");
    change.put("changeId", changeId);
    change.set("properties", connector(name, password(changeId)));
    return change;
  }

  /** An update of an API connector of that id. */
  public static ObjectNode update(String changeId, String id, String targetUrl) {
    ObjectNode change = Json.object("{'operation':'apiConnector.update'}");
    change.put("changeId", changeId);
    change.putObject("target").put("id", id);
    change.putObject("properties").put("targetUrl", targetUrl);
    return change;
  }

  /** A removal of an API connector of that id. */
  public static ObjectNode delete(String changeId, String id) {
    ObjectNode change = Json.object("{'operation':'apiConnector.delete'}");
    change.put("changeId", changeId);
    change.putObject("target").put("id", id);
    return change;
  }

  /** The password that {@link #create} gives. */
  public static String password(String changeId) {
    return CANARY + "-" + changeId;
  }

  private static ObjectNode connector(String name, String password) {
    ObjectNode connector = Json.object("{}");
    connector.put("displayName", name).put("targetUrl", "https://api.example/hook");
    connector
        .putObject("authenticationConfiguration")
        .put("@odata.type", "#microsoft.graph.basicAuthentication")
        .put("username", "user")
        .put("password", password);
    return connector;
  }
}

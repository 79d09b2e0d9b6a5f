package io.connectorroutes.camel.change;

import org.apache.camel.spi.Metadata;

/** Names of the headers that endpoints {@code connector-change:…} read and set. */
public final class ConnectorChangeConstants {
  @Metadata(
      label = "producer",
      description =
          "For submit: the id of a CloudEvent in binary mode, the change's identity where its body"
              + " has no changeId. Also taken: ce-id, ce_id, cloudEvents:id, cloudEvents_id.",
      javaType = "String")
  public static final String CLOUD_EVENT_ID = "CamelCloudEventID";

  @Metadata(description = "The changeId of the change.", javaType = "String")
  public static final String CHANGE_ID = "CamelConnectorChangeId";

  @Metadata(
      label = "producer",
      description = "Of submit: whether the change was known before.",
      javaType = "Boolean")
  public static final String DUPLICATE = "CamelConnectorChangeDuplicate";

  @Metadata(
      description =
          "How the change ended: applied, no-op, superseded, rejected, failed, unknown or"
              + " cancelled.",
      javaType = "String")
  public static final String OUTCOME = "CamelConnectorChangeOutcome";

  @Metadata(
      label = "consumer",
      description = "Of a dead letter: a stable code to select by, such as badRequest.",
      javaType = "String")
  public static final String CAUSE = "CamelConnectorChangeCause";

  private ConnectorChangeConstants() {}
}

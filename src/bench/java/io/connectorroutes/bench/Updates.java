package io.connectorroutes.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Updates of API connectors by id, each of an object of its own, told apart by their URL.
 *
 * @param series begins each change's id and URL
 * @param firstTenant the tenants are numbered from here on
 */
record Updates(String series, int firstTenant, int tenants, int perTenant) {
  private static final String ROOT = "https://api.example.com/";

  /** The new value of one update. */
  String url(int tenant, int number) {
    return ROOT + series + "/" + tenant + "/" + number;
  }

  /** Whether a request of the journal is one of these. */
  boolean contains(GraphRequest request) {
    return request.targetUrl() != null && request.targetUrl().startsWith(ROOT + series + "/");
  }

  int size() {
    return tenants * perTenant;
  }

  /** As JSON Lines, the tenants mixed. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int number = 0; number < perTenant; number++) {
      for (int tenant = firstTenant; tenant < firstTenant + tenants; tenant++) {
        lines.add(line(tenant, number));
      }
    }
    return lines;
  }

  String line(int tenant, int number) {
    return "{\"changeId\":\"%s-%d-%d\",\"operation\":\"apiConnector.update\",\"tenant\":\"%s\",\"target\":{\"id\":\"%s\"},\"properties\":{\"targetUrl\":\"%s\"}}"
        .formatted(
            series,
            tenant,
            number,
            Seeded.tenantAlias(tenant),
            Seeded.apiConnector(number),
            url(tenant, number));
  }
}

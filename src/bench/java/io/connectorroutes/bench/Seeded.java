package io.connectorroutes.bench;

/** Ids and names of what each tenant of the stand-in holds at first, and of the tenants. */
final class Seeded {
  private Seeded() {}

  static String tenantAlias(int number) {
    return "t" + number;
  }

  /** The number in an alias. */
  static int tenantNumber(String alias) {
    return Integer.parseInt(alias.substring(1));
  }

  static String tenantId(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  static String apiConnector(int number) {
    return "a0000000-0000-4000-8000-%012d".formatted(number);
  }

  static String apiConnectorName(int number) {
    return "API connector " + number;
  }

  static String connector(int number) {
    return "c0000000-0000-4000-8000-%012d".formatted(number);
  }

  static String group(int number) {
    return "60000000-0000-4000-8000-%012d".formatted(number);
  }

  static String groupName(int number) {
    return "Group " + number;
  }

  static String userFlow(int number) {
    return "B2X_1_flow" + number;
  }
}

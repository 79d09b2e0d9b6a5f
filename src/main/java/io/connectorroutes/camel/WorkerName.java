package io.connectorroutes.camel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** The name of a worker process in leases: for a person to recognise, and never used twice. */
final class WorkerName {
  private WorkerName() {}

  static String ofThisProcess() {
    return host() + "/" + ProcessHandle.current().pid() + "/" + UUID.randomUUID();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}

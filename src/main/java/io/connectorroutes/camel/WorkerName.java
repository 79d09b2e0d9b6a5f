package io.connectorroutes.camel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** The name of a worker process in leases: for a person to recognise, and never used twice. */
final class WorkerName {
  private WorkerName() {}

  /** The name begins with the command, since the leases of an earlier run are recovered by it. */
  static String ofThisProcess(String command) {
    return command + ":" + host() + "/" + ProcessHandle.current().pid() + "/" + UUID.randomUUID();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}

package io.connectorroutes.testing;

import java.net.URI;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;

/** Asks a broker's own management, by messages as any client may. */
final class BrokerManagement {
  private static final String MANAGEMENT = "activemq.management";

  /** Longer than a busy machine takes. */
  private static final int MILLIS = 120_000;

  private final URI coreUrl;

  BrokerManagement(URI coreUrl) {
    this.coreUrl = coreUrl;
  }

  /** Writes a question into a message. */
  private interface Question {
    void write(ClientMessage message) throws Exception;
  }

  /** An attribute that is a number. */
  int number(String resource, String attribute) throws Exception {
    Object answer = ask(message -> ManagementHelper.putAttribute(message, resource, attribute));
    return ((Number) answer).intValue();
  }

  /**
   * How many messages a queue holds, those in delivery included; none where it is not there yet.
   */
  int depth(String queue) throws Exception {
    Object names = ask(message -> ManagementHelper.putAttribute(message, "broker", "queueNames"));
    return List.of((Object[]) names).contains(queue) ? number("queue." + queue, "messageCount") : 0;
  }

  /** Lets an address hold that many bytes. */
  void limit(String address, int bytes, String policy) throws Exception {
    String settings =
        "{\"pageSizeBytes\":1000,\"maxSizeBytes\":%d,\"addressFullMessagePolicy\":\"%s\"}"
            .formatted(bytes, policy);
    ask(
        message ->
            ManagementHelper.putOperationInvocation(
                message, "broker", "addAddressSettings", address, settings));
  }

  private Object ask(Question question) throws Exception {
    try (ServerLocator locator = ActiveMQClient.createServerLocator(coreUrl.toString());
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = factory.createSession(true, true)) {
      session.start();
      ClientMessage message = session.createMessage(false);
      question.write(message);
      ClientMessage answer = new ClientRequestor(session, MANAGEMENT).request(message, MILLIS);
      if (answer == null) {
        throw new IllegalStateException("the broker's management does not answer");
      }
      if (!ManagementHelper.hasOperationSucceeded(answer)) {
        throw new IllegalStateException(String.valueOf(ManagementHelper.getResult(answer)));
      }
      return ManagementHelper.getResult(answer);
    }
  }
}

package io.connectorroutes.camel;

import io.connectorroutes.camel.kafka.KafkaIntake;
import io.connectorroutes.camel.queue.QueueIntake;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.EntraSection;
import io.connectorroutes.identity.ProcessIdentity;
import org.apache.camel.Component;

/**
 * The configured broker and the configured topic, each with the way to log in.
 *
 * @param configuration says where they are
 * @param identity whose tokens they may take
 * @param lent what the application around connects by
 */
record MessageSources(Configuration configuration, ProcessIdentity identity, HostBeans lent) {

  /** The broker; nothing is connected to yet. */
  QueueIntake queue() {
    if (lent.connectionFactory() != null) {
      return QueueIntake.of(lent.connectionFactory());
    }
    EntraSection entra = configuration.entra();
    return entra.queue()
        ? QueueIntake.of(configuration, identity.token(entra.queueScope()))
        : QueueIntake.of(configuration);
  }

  /** Consumes the topic, once it is bound and configured. */
  Component kafka() {
    EntraSection entra = configuration.entra();
    return entra.kafkaHost() == null
        ? KafkaIntake.component()
        : KafkaIntake.component(identity.token(entra.kafkaScope()), entra.messagingHosts());
  }
}

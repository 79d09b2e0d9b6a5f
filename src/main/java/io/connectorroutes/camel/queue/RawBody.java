package io.connectorroutes.camel.queue;

import io.netty.buffer.ByteBuf;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpCodec;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.codec.DecoderImpl;

/**
 * The body of a message as its protocol carries it, for what is not read as text or bytes. Nothing
 * in it is deserialised as a Java object.
 */
final class RawBody {
  private static final String QPID = "org.apache.qpid.jms.message.JmsMessage";
  private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.ActiveMQMessage";

  private RawBody() {}

  /** The body; empty where there is none, and where the client is another one than these two. */
  static byte[] of(Message message) {
    if (isOfQpid(message)) {
      return Amqp.body(message);
    }
    return isOf(message, ARTEMIS) ? Core.body(message) : new byte[0];
  }

  /** Whether it came by Qpid JMS, whose messages are here as a whole. */
  static boolean isOfQpid(Message message) {
    return isOf(message, QPID);
  }

  /** By name: where the application around has another client, these two need not be there. */
  private static boolean isOf(Message message, String client) {
    Class<?> type = message.getClass();
    while (type != null && !type.getName().equals(client)) {
      type = type.getSuperclass();
    }
    return type != null;
  }

  /** Of Artemis' own protocol. */
  private static final class Core {
    static byte[] body(Message message) {
      ActiveMQBuffer body = ((ActiveMQMessage) message).getCoreMessage().getReadOnlyBodyBuffer();
      byte[] bytes = new byte[body.readableBytes()];
      body.readBytes(bytes);
      return bytes;
    }
  }

  /** Of AMQP 1.0. */
  private static final class Amqp {
    static byte[] body(Message message) {
      return ((JmsMessage) message).getFacade() instanceof AmqpJmsMessageFacade facade
          ? body(facade)
          : new byte[0];
    }

    /** The bytes of a data section; any other body in AMQP's own encoding. */
    private static byte[] body(AmqpJmsMessageFacade facade) {
      DecoderImpl decoder = AmqpCodec.getDecoder();
      ByteBuffer message = bytes(facade.encodeMessage());
      decoder.setByteBuffer(message);
      try {
        while (message.hasRemaining()) {
          Object section = decoder.readObject();
          if (section instanceof Data data) {
            return bytes(data.getValue().asByteBuffer());
          }
          if (section instanceof AmqpValue || section instanceof AmqpSequence) {
            return bytes(bytes(AmqpCodec.encode((Section) section)));
          }
        }
        return new byte[0];
      } finally {
        decoder.setByteBuffer(null);
      }
    }

    private static ByteBuffer bytes(ByteBuf encoded) {
      return encoded.nioBuffer();
    }

    private static byte[] bytes(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
  }
}

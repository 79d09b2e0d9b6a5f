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
  private RawBody() {}

  /** The body; empty where there is none. */
  static byte[] of(Message message) {
    if (message instanceof JmsMessage amqp
        && amqp.getFacade() instanceof AmqpJmsMessageFacade facade) {
      return amqp(facade);
    }
    return message instanceof ActiveMQMessage core ? core(core) : new byte[0];
  }

  private static byte[] core(ActiveMQMessage message) {
    ActiveMQBuffer body = message.getCoreMessage().getReadOnlyBodyBuffer();
    byte[] bytes = new byte[body.readableBytes()];
    body.readBytes(bytes);
    return bytes;
  }

  /** The bytes of a data section; any other body in AMQP's own encoding. */
  private static byte[] amqp(AmqpJmsMessageFacade facade) {
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

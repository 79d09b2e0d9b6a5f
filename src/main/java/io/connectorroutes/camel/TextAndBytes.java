package io.connectorroutes.camel;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Takes text and bytes from a queue, and nothing else: an ObjectMessage is never deserialised
 * (CVE-2026-40860). What is neither becomes an {@link Unreadable}, so that it is recorded and does
 * not come back for ever.
 */
public class TextAndBytes implements MessageConverter {
  /**
   * A message that is not read.
   *
   * @param reason one line
   * @param raw its body as it came; empty for a message that is neither text nor bytes
   */
  public record Unreadable(String reason, byte[] raw) {
    @Override
    public String toString() {
      return "Unreadable[" + reason + "]";
    }
  }

  @Override
  public Object fromMessage(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return text(text.getText());
    }
    if (message instanceof BytesMessage bytes) {
      return bytes(bytes);
    }
    return new Unreadable(
        "a text or bytes message is expected; other kinds are not read", new byte[0]);
  }

  private Object text(String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private Object bytes(BytesMessage message) throws JMSException {
    byte[] bytes = new byte[(int) message.getBodyLength()];
    message.readBytes(bytes);
    return bytes;
  }

  @Override
  public Message toMessage(Object object, Session session) throws JMSException {
    if (object instanceof byte[] bytes) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(bytes);
      return message;
    }
    if (object instanceof String text) {
      return session.createTextMessage(text);
    }
    throw new MessageConversionException("only text and bytes are sent to a queue");
  }
}

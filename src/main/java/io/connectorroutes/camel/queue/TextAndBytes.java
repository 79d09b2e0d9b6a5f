package io.connectorroutes.camel.queue;

import io.connectorroutes.change.Unicode;
import io.connectorroutes.ledger.InternalErrors;
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
   * @param raw its body as its protocol carries it
   */
  public record Unreadable(String reason, byte[] raw) {
    @Override
    public String toString() {
      return "Unreadable[" + reason + "]";
    }
  }

  @Override
  public Object fromMessage(Message message) throws JMSException {
    try {
      return read(message);
    } catch (JMSException e) {
      if (RawBody.isOfQpid(message)) {
        // It is here as a whole: its body is at fault, and would be the next time.
        return new Unreadable("the body cannot be read: " + e.getMessage(), RawBody.of(message));
      }
      throw e;
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      // Where the body is not here as a whole, that says so once more.
      return new Unreadable(
          "the body cannot be read: " + e.getClass().getSimpleName(), RawBody.of(message));
    }
  }

  private static Object read(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return text(text);
    }
    if (message instanceof BytesMessage bytes) {
      return bytes(bytes);
    }
    return new Unreadable(
        "a text or bytes message is expected; other kinds are not read", RawBody.of(message));
  }

  private static Object text(TextMessage message) throws JMSException {
    String text = message.getText();
    if (text == null) {
      return new byte[0];
    }
    return Unicode.isWellFormed(text)
        ? text.getBytes(StandardCharsets.UTF_8)
        : new Unreadable(
            "the text has half a surrogate pair, which is no character: send Unicode text",
            RawBody.of(message));
  }

  private static byte[] bytes(BytesMessage message) throws JMSException {
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

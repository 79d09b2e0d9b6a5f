package io.connectorroutes.camel.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Messages of a client that is neither Qpid JMS nor Artemis', as an application may have one. */
class TextAndBytesTest {
  private final TextAndBytes reader = new TextAndBytes();

  /** A message of which nothing but its text is there; to ask for an object fails. */
  private static <T extends Message> T message(Class<T> type, String text) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (message, method, arguments) -> {
              if (method.getName().equals("getText") && text != null) {
                return text;
              }
              throw new JMSException(method.getName());
            }));
  }

  @Test
  void textIsRead() throws Exception {
    assertThat(reader.fromMessage(message(TextMessage.class, "{}")))
        .isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void anObjectIsNeverAskedFor() throws Exception {
    assertThat(reader.fromMessage(message(ObjectMessage.class, null)))
        .isInstanceOfSatisfying(
            TextAndBytes.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).contains("other kinds are not read");
              assertThat(unreadable.raw()).isEmpty();
            });
  }

  /** Its client may have only a part of it; the broker gives it again. */
  @Test
  void whatCannotBeReadGoesBack() {
    assertThatThrownBy(() -> reader.fromMessage(message(TextMessage.class, null)))
        .isInstanceOf(JMSException.class);
  }
}

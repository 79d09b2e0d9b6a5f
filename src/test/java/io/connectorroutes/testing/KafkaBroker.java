package io.connectorroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link TestKafka}: one for all of them, as each start takes seconds. */
public final class KafkaBroker implements ParameterResolver {

  /** The broker and its folder, until the last test is over. */
  private record Shared(TestKafka kafka, Path folder) implements AutoCloseable {
    static Shared start() {
      try {
        Path folder = Files.createTempDirectory("kafka");
        return new Shared(TestKafka.start(folder.resolve("data")), folder);
      } catch (IOException e) {
        throw new IllegalStateException("Kafka did not start", e);
      }
    }

    @Override
    public void close() throws IOException {
      kafka.close();
      Folders.delete(folder);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestKafka.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(KafkaBroker.class))
        .getOrComputeIfAbsent(Shared.class, any -> Shared.start(), Shared.class)
        .kafka();
  }
}

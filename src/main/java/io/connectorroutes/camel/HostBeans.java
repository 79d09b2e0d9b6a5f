package io.connectorroutes.camel;

import com.azure.core.credential.TokenCredential;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Key;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.optional.OptionalDependency;
import jakarta.jms.ConnectionFactory;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * Beans of the application around that ours use in place of their own; each null where none is
 * named. They stay the application's: ours never close them.
 *
 * @param dataSource what the ledger is in
 * @param connectionFactory connects to the broker of {@code queue.name}
 * @param tokenCredential of every tenant that has none of its own
 */
public record HostBeans(
    DataSource dataSource, ConnectionFactory connectionFactory, TokenCredential tokenCredential) {
  /** None at all. */
  public static final HostBeans NONE = new HostBeans(null, null, null);

  /**
   * Those that the keys {@code data-source}, {@code connection-factory} and {@code
   * token-credential} name.
   *
   * @throws io.connectorroutes.optional.MissingDependencyException where there is no JMS
   * @throws UsageException where there is none of that name, or it is something else
   */
  static HostBeans of(CamelContext context, Configuration configuration) {
    if (configuration.has(Keys.CONNECTION_FACTORY)) {
      OptionalDependency.require(Keys.CONNECTION_FACTORY.name(), OptionalDependency.CAMEL_JMS);
    }
    return new HostBeans(
        configuration.has(Keys.DATA_SOURCE)
            ? bean(context, configuration, Keys.DATA_SOURCE, DataSource.class)
            : null,
        configuration.has(Keys.CONNECTION_FACTORY)
            ? bean(context, configuration, Keys.CONNECTION_FACTORY, ConnectionFactory.class)
            : null,
        configuration.has(Keys.TOKEN_CREDENTIAL)
            ? bean(context, configuration, Keys.TOKEN_CREDENTIAL, TokenCredential.class)
            : null);
  }

  private static <T> T bean(
      CamelContext context, Configuration configuration, Key<String> key, Class<T> type) {
    String name = configuration.get(key);
    Object bean = context.getRegistry().lookupByName(name);
    if (bean == null) {
      throw new UsageException(
          key.name()
              + ": the application has no bean "
              + name
              + ": give the name of its "
              + type.getSimpleName()
              + ", or remove the key");
    }
    if (!type.isInstance(bean)) {
      throw new UsageException(
          key.name()
              + ": the bean "
              + name
              + " is a "
              + bean.getClass().getName()
              + " and no "
              + type.getName()
              + ": give the name of one");
    }
    return type.cast(bean);
  }
}

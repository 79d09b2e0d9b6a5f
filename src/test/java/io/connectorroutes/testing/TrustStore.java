package io.connectorroutes.testing;

import java.nio.file.Path;

/**
 * What this process trusts besides nothing, for clients that are made while it is open: the
 * certificates of a file of {@link TokenAuthority#keyStore} or {@link PrivateCa#trustStore}.
 */
public final class TrustStore implements AutoCloseable {
  private static final String FILE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

  private TrustStore() {}

  /** Trusts that file until it is closed. */
  public static TrustStore of(Path keyStore) {
    System.setProperty(FILE, keyStore.toString());
    System.setProperty(PASSWORD, TokenAuthority.STORE_PASSWORD);
    return new TrustStore();
  }

  @Override
  public void close() {
    System.clearProperty(FILE);
    System.clearProperty(PASSWORD);
  }
}

package io.connectorroutes.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * How a sandbox behaves. Begin with {@link #defaults()} and change what differs.
 *
 * @param port on 127.0.0.1; 0 for a free one
 * @param latency from the arrival of a request to its answer, once for a whole batch; the request
 *     is carried out on arrival
 * @param budget of each tenant; null for none
 * @param faults planned from the start, in the order in which they are asked
 * @param clock for the journal, the budget, and the validity of certificates; never for waiting
 * @param seed what each tenant holds at first
 * @param requireBearer whether a request without {@code Authorization: Bearer} gets 401
 * @param tenantOf which tenant a bearer token is for; given null where there is none; where it
 *     gives null, the header {@code X-Sandbox-Tenant} says, else it is {@code default}
 * @param pageSize objects on a page of a list; at least 1
 * @param openCertificates whether a PFX that cannot be opened is refused, as Graph does; otherwise
 *     it is taken, with the SHA-1 of its text as thumbprint
 * @param connectorsAtRoot whether {@code /beta/connectors/{id}} exists, the path of the page
 *     "Update connector"; otherwise only the one below {@code onPremisesPublishingProfiles}
 * @param journalLimit how many requests the journal keeps; at least 1
 * @param tls to serve https with; null for http
 */
public record SandboxOptions(
    int port,
    Duration latency,
    Budget budget,
    List<Fault> faults,
    Clock clock,
    SandboxSeed seed,
    boolean requireBearer,
    Function<String, String> tenantOf,
    int pageSize,
    boolean openCertificates,
    boolean connectorsAtRoot,
    int journalLimit,
    SSLContext tls) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException where a value is out of range
   */
  public SandboxOptions {
    require(port >= 0 && port <= 65535, "port must be 0 to 65535, not " + port);
    require(!latency.isNegative(), "latency must not be negative");
    require(pageSize >= 1, "pageSize must be 1 or more, not " + pageSize);
    require(journalLimit >= 1, "journalLimit must be 1 or more, not " + journalLimit);
    faults = List.copyOf(faults);
  }

  /**
   * A free port, no latency, budget or faults, the standard seed, no bearer needed, tenants by the
   * token's {@code tid}, 100 objects a page, any certificate taken, both connector paths, and a
   * journal of the last 100,000 requests.
   */
  public static SandboxOptions defaults() {
    return new Builder().build();
  }

  /** A builder that begins with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Of its root. */
  String scheme() {
    return tls == null ? "http" : "https";
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("sandbox: " + message);
    }
  }

  /** Options to change one by one; each method is named by the component that it sets. */
  public static final class Builder {
    private int port;
    private Duration latency = Duration.ZERO;
    private Budget budget;
    private List<Fault> faults = List.of();
    private Clock clock = Clock.systemUTC();
    private SandboxSeed seed = SandboxSeed.standard();
    private boolean requireBearer;
    private Function<String, String> tenantOf = TokenTenant::of;
    private int pageSize = 100;
    private boolean openCertificates;
    private boolean connectorsAtRoot = true;
    private int journalLimit = 100_000;
    private SSLContext tls;

    private Builder() {}

    /** See {@link SandboxOptions#port()}. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** See {@link SandboxOptions#latency()}. */
    public Builder latency(Duration value) {
      latency = value;
      return this;
    }

    /** See {@link SandboxOptions#budget()}. */
    public Builder budget(Budget value) {
      budget = value;
      return this;
    }

    /** See {@link SandboxOptions#faults()}. */
    public Builder faults(List<Fault> value) {
      faults = value;
      return this;
    }

    /** See {@link SandboxOptions#clock()}. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** See {@link SandboxOptions#seed()}. */
    public Builder seed(SandboxSeed value) {
      seed = value;
      return this;
    }

    /** See {@link SandboxOptions#requireBearer()}. */
    public Builder requireBearer(boolean value) {
      requireBearer = value;
      return this;
    }

    /** See {@link SandboxOptions#tenantOf()}. */
    public Builder tenantOf(Function<String, String> value) {
      tenantOf = value;
      return this;
    }

    /** See {@link SandboxOptions#pageSize()}. */
    public Builder pageSize(int value) {
      pageSize = value;
      return this;
    }

    /** See {@link SandboxOptions#openCertificates()}. */
    public Builder openCertificates(boolean value) {
      openCertificates = value;
      return this;
    }

    /** See {@link SandboxOptions#connectorsAtRoot()}. */
    public Builder connectorsAtRoot(boolean value) {
      connectorsAtRoot = value;
      return this;
    }

    /** See {@link SandboxOptions#journalLimit()}. */
    public Builder journalLimit(int value) {
      journalLimit = value;
      return this;
    }

    /** See {@link SandboxOptions#tls()}. */
    public Builder tls(SSLContext value) {
      tls = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException where a value is out of range
     */
    public SandboxOptions build() {
      return new SandboxOptions(
          port,
          latency,
          budget,
          faults,
          clock,
          seed,
          requireBearer,
          tenantOf,
          pageSize,
          openCertificates,
          connectorsAtRoot,
          journalLimit,
          tls);
    }
  }
}

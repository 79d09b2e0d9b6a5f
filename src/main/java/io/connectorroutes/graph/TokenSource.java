package io.connectorroutes.graph;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import reactor.core.scheduler.Schedulers;

/**
 * The bearer tokens of all accounts, each by a credential of its own, for the scope of the cloud's
 * root. Thread safe; accounts do not wait for each other.
 */
public final class TokenSource implements Tokens, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** In bytes. Answers of authorities and vaults have some thousands. */
  private static final long LONGEST_ANSWER = 1024 * 1024;

  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Map<String, AccountTokens> accounts;

  /** Whether a look that was begun by {@link #checkAgain} goes on. */
  private final AtomicBoolean checksAgain = new AtomicBoolean();

  /**
   * Tokens for these accounts.
   *
   * @param settings for all of them
   * @param credentials by account ({@link GraphTenant#account()}): gives the settings of now, as
   *     their secrets and files may be replaced
   * @param given by account: credentials of the application around, which go before the settings
   * @param http carries the token requests; see {@link #httpClient()}
   * @param clock to know when a token expires
   */
  public TokenSource(
      TokenSettings settings,
      Map<String, Supplier<CredentialSettings>> credentials,
      Map<String, TokenCredential> given,
      HttpClient http,
      Clock clock) {
    AppCertificateWarnings warnings = new AppCertificateWarnings(settings.certificateWarn(), clock);
    this.accounts =
        credentials.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    entry -> {
                      TokenAnswers answers = new TokenAnswers(http, clock);
                      AccountCredential source =
                          new AccountCredential(
                              entry.getValue(),
                              new Credentials(settings.cloud(), answers, warnings),
                              given.get(entry.getKey()),
                              answers,
                              settings.maxWait(),
                              clock);
                      return new AccountTokens(source, settings.cloud().scope(), clock);
                    }));
  }

  /**
   * The HTTP client of the JDK, which honours Java's trust settings, with bounded time-outs and
   * answers, whose errors repeat no secret; it is made with its first request.
   */
  public static HttpClient httpClient() {
    return new OnDemandHttpClient(() -> httpClient(java.net.http.HttpClient.newBuilder()));
  }

  /**
   * The same on a builder that has been prepared, for instance with an SSL context of its own.
   *
   * @param builder its connect time-out, and the versions of TLS are set here
   */
  public static HttpClient httpClient(java.net.http.HttpClient.Builder builder) {
    builder.sslParameters(tls());
    // Its own reading of https.proxyHost sends plain http there as well, such as what a machine's
    // identity endpoint is asked and answers.
    return new MaskedAnswers(
        new JdkHttpClientBuilder(BoundedAnswers.builder(builder, LONGEST_ANSWER))
            .configuration(Configuration.NONE)
            .connectionTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .readTimeout(ANSWER)
            .writeTimeout(ANSWER)
            .build());
  }

  /** Whatever else Java's security settings allow. */
  private static SSLParameters tls() {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    return parameters;
  }

  /**
   * The token for the account's next request; asks the authority where there is none that can be
   * used.
   *
   * @return empty with credential {@code none}: the request goes without Authorization
   * @throws TokenUnavailableException where none can be had; takes a minute at most
   * @throws IllegalArgumentException for an account that is not configured
   */
  public Optional<String> token(String account) throws TokenUnavailableException {
    return Optional.ofNullable(of(account).token());
  }

  @Override
  public Optional<String> rejected(String account, String wwwAuthenticate) {
    return of(account).rejected(wwwAuthenticate);
  }

  @Override
  public void accepted(String account) {
    of(account).accepted();
  }

  /**
   * Finds out which credentials cannot be used, without asking for a token; what is to be said of
   * apps' certificates is logged. Reads their files and secrets.
   */
  public void check() {
    accounts.values().forEach(AccountTokens::check);
  }

  /** The same on another thread. */
  public void checkLater() {
    Schedulers.boundedElastic().schedule(this::check);
  }

  /**
   * The same of those alone that could not be used for a reason that passes, such as a key vault
   * that is away: no sooner than a minute after the last look, and not while the vault has asked to
   * be left alone. To be called every few seconds; never waits.
   */
  public void checkAgain() {
    if (accounts.values().stream().anyMatch(AccountTokens::isToBeCheckedAgain)
        && checksAgain.compareAndSet(false, true)) {
      Schedulers.boundedElastic().schedule(this::checkThoseThatWait);
    }
  }

  private void checkThoseThatWait() {
    try {
      accounts.values().stream()
          .filter(AccountTokens::isToBeCheckedAgain)
          .forEach(AccountTokens::check);
    } finally {
      checksAgain.set(false);
    }
  }

  /** Why the account's last try for a token failed; empty where it did not. For health. */
  public Optional<TokenUnavailableException> problem(String account) {
    return Optional.ofNullable(of(account).problem());
  }

  /** How often in a row the account got no token that Graph takes. */
  public int failures(String account) {
    return of(account).failures();
  }

  /** When the app's certificate ends that was read last; empty where none was. */
  public Optional<Instant> certificateEnd(String account) {
    return of(account).certificateEnd();
  }

  private AccountTokens of(String account) {
    AccountTokens tokens = accounts.get(account);
    if (tokens == null) {
      throw new IllegalArgumentException("no tenant is configured for account " + account);
    }
    return tokens;
  }

  /** Gives up the requests under way, and gives no token any more. */
  @Override
  public void close() {
    accounts.values().forEach(AccountTokens::close);
  }
}

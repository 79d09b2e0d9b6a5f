package io.connectorroutes.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;

/** The token that an Azure service is logged in to with. Thread safe. */
public final class ServiceToken {
  private static final int LONGEST = 400;

  private final TokenCredential credential;
  private final String scope;

  /**
   * Tokens for a service; none is asked for yet.
   *
   * @param credential whose they are; it keeps them
   * @param scope what they are for, such as {@code https://servicebus.azure.net/.default}
   */
  public ServiceToken(TokenCredential credential, String scope) {
    this.credential = credential;
    this.scope = scope;
  }

  /**
   * The token for the next login.
   *
   * @throws NoTokenForServiceException where there is none; after a minute at most
   */
  public AccessToken get() {
    try {
      return credential.getTokenSync(new TokenRequestContext().addScopes(scope));
    } catch (RuntimeException e) {
      throw new NoTokenForServiceException(
          "no token for " + scope + ": " + PrintableText.line(reason(e), LONGEST));
    }
  }

  private static String reason(RuntimeException failure) {
    MsalServiceException refusal = Causes.first(failure, MsalServiceException.class).orElse(null);
    if (refusal != null) {
      String said = refusal.getMessage() == null ? "" : refusal.getMessage().strip();
      return "the authority refused: "
          + refusal.errorCode()
          + " "
          + said.lines().findFirst().orElse("");
    }
    if (Causes.first(failure, CredentialUnavailableException.class).isPresent()) {
      return "this process has no identity in Azure: assign one to its machine or workload, and"
          + " name it by azure.client-id where there are several";
    }
    return "asking for it failed (" + Causes.innermost(failure).getClass().getSimpleName() + ")";
  }

  @Override
  public String toString() {
    return "ServiceToken[" + scope + "]";
  }
}

package io.connectorroutes.graph;

import com.microsoft.aad.msal4j.MsalServiceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to do about a refusal of the token authority, by Microsoft's page "Microsoft Entra
 * authentication and authorization error codes". In the texts KEY stands for what the names of the
 * tenant's keys begin with.
 */
final class TokenRemedies {
  /** Of AADSTS700024, and of AADSTS50012, which may mean something else as well. */
  private static final String OUT_OF_TIME = "not within its valid time range";

  private static final Map<String, String> BY_CODE = byCode();

  private TokenRemedies() {}

  /**
   * One clause for a person.
   *
   * @param clockOff that this machine's clock is wrong, as a clause; empty where it is not known to
   *     be
   */
  static String of(
      MsalServiceException refusal, CredentialSettings settings, Optional<String> clockOff) {
    String text = String.valueOf(refusal.getMessage());
    if (text.contains(OUT_OF_TIME)) {
      return clockOff.orElseGet(() -> outOfTime(settings));
    }
    String remedy =
        BY_CODE.entrySet().stream()
            // A longer number may begin with a shorter one.
            .filter(known -> text.matches("(?s).*\\b" + known.getKey() + "\\b.*"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(() -> byError(String.valueOf(refusal.errorCode()), settings));
    return named(remedy, settings) + clockOff.map(off -> "; " + off).orElse("");
  }

  private static String outOfTime(CredentialSettings settings) {
    return settings.kind() == CredentialKind.WORKLOAD_IDENTITY
        ? "the federated token has ended: see that its file is renewed, and check this machine's"
            + " clock"
        : "check this machine's clock";
  }

  /** The default kind is set up by the environment. */
  private static String named(String remedy, CredentialSettings settings) {
    return settings.kind() == CredentialKind.DEFAULT
        ? remedy
            .replace("KEYclient-secret", "AZURE_CLIENT_SECRET")
            .replace("KEYclient-certificate", "AZURE_CLIENT_CERTIFICATE_PATH")
            .replace("KEYclient-id", "AZURE_CLIENT_ID")
            .replace("KEYtenant-id", "AZURE_TENANT_ID")
            .replace("KEY", settings.key(""))
        : remedy.replace("KEY", settings.key(""));
  }

  private static Map<String, String> byCode() {
    Map<String, String> remedies = new LinkedHashMap<>();
    String secret = "give a valid secret of the app in KEYclient-secret";
    remedies.put("AADSTS7000215", secret + " (its value, not its id)");
    remedies.put("AADSTS7000222", secret + ", since this one has expired");
    remedies.put(
        "AADSTS700027",
        "upload the certificate of KEYclient-certificate to the app, and not an expired one");
    remedies.put(
        "AADSTS700016", "check KEYclient-id, and grant the app admin consent in this tenant");
    remedies.put(
        "AADSTS7000229", "grant the app admin consent in this tenant, where it is not known yet");
    remedies.put(
        "AADSTS7000112", "enable the app in this tenant: its enterprise application is disabled");
    remedies.put("AADSTS90094", "grant the app admin consent in this tenant");
    remedies.put("AADSTS90099", "grant the app admin consent in this tenant");
    remedies.put("AADSTS900382", "check graph.cloud: the app is of another cloud");
    remedies.put("AADSTS90002", "check KEYtenant-id and graph.cloud");
    remedies.put("AADSTS900023", "check KEYtenant-id");
    remedies.put("AADSTS500011", "check graph.cloud and graph.endpoint");
    remedies.put("AADSTS65001", "grant the app admin consent in this tenant");
    remedies.put(
        "AADSTS70021", "check the app's federated credential: issuer, subject and audience");
    remedies.put(
        "AADSTS700213", "check the app's federated credential: issuer, subject and audience");
    remedies.put(
        "AADSTS53003", "exclude the app from the Conditional Access policy that blocks it");
    return remedies;
  }

  /**
   * What to do where no key of a tenant says who asks, and the environment gave no token; empty
   * where one does.
   */
  static Optional<String> ofNoKeys(CredentialSettings settings) {
    boolean isEmpty =
        settings.kind() == CredentialKind.DEFAULT
            && settings.tenantId() == null
            && settings.clientId() == null;
    return isEmpty
        ? Optional.of(
            "set "
                + settings.key("tenant-id")
                + ", "
                + settings.key("client-id")
                + " and "
                + settings.key("credential")
                + ", or what stands for them in the environment (AZURE_TENANT_ID and so on)")
        : Optional.empty();
  }

  private static String byError(String error, CredentialSettings settings) {
    CredentialKind kind = settings.kind();
    if (kind == CredentialKind.MANAGED_IDENTITY) {
      return "assign an identity to this machine, and give its KEYclient-id where it has several";
    }
    return switch (error) {
      case "invalid_client" -> "check KEYclient-id and the app's secret or certificate";
      case "unauthorized_client" ->
          "check KEYclient-id, and grant the app admin consent in this tenant";
      case "invalid_scope", "invalid_resource" -> "check graph.cloud and graph.endpoint";
      default -> ofNoKeys(settings).orElse("check KEYtenant-id, KEYclient-id and KEYcredential");
    };
  }
}

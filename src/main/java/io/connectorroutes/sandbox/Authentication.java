package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an API connector authenticates, as kept; Graph's answers mask passwords and show certificates
 * as {@code clientCertificateAuthentication}, whatever was sent (page "identityApiConnector
 * resource type").
 */
sealed interface Authentication {

  /** As Graph shows it. */
  ObjectNode shown();

  /** User name and password. */
  record Basic(String username) implements Authentication {
    @Override
    public ObjectNode shown() {
      return SandboxJson.object()
          .put("@odata.type", "#microsoft.graph.basicAuthentication")
          .put("username", username)
          .put("password", SandboxJson.MASK);
    }
  }

  /** Client certificates, in the order of upload, with the thumbprint of the active one. */
  record ClientCertificates(List<Certificate> list, long asOfEpochSecond)
      implements Authentication {
    public ClientCertificates {
      list = List.copyOf(list);
    }

    ClientCertificates plus(Certificate certificate, long nowEpochSecond) {
      List<Certificate> more = new ArrayList<>(list);
      more.add(certificate);
      return new ClientCertificates(more, nowEpochSecond);
    }

    @Override
    public ObjectNode shown() {
      ObjectNode shown =
          SandboxJson.object()
              .put("@odata.type", "#microsoft.graph.clientCertificateAuthentication");
      ArrayNode certificates = shown.putArray("certificateList");
      int active = active();
      for (int i = 0; i < list.size(); i++) {
        certificates.add(list.get(i).shown(i == active));
      }
      return shown;
    }

    /** The most recently uploaded one that is valid (page "pkcs12CertificateInformation"). */
    private int active() {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).validAt(asOfEpochSecond)) {
          return i;
        }
      }
      return -1;
    }
  }

  /**
   * One certificate.
   *
   * @param thumbprint SHA-1, hexadecimal
   * @param notBefore seconds since the epoch
   * @param notAfter seconds since the epoch
   */
  record Certificate(String thumbprint, long notBefore, long notAfter) {
    boolean validAt(long epochSecond) {
      return notBefore <= epochSecond && epochSecond <= notAfter;
    }

    ObjectNode shown(boolean active) {
      return SandboxJson.object()
          .put("thumbprint", thumbprint)
          .put("notBefore", notBefore)
          .put("notAfter", notAfter)
          .put("isActive", active);
    }
  }

  /** An authentication together with the secret that came with it. */
  record Received(Authentication authentication, ReceivedSecret secret) {}

  /**
   * Reads an {@code authenticationConfiguration}.
   *
   * @param from empty where the body has none
   * @throws Refusal where it is incomplete, masked, of an unknown type or one that only answers
   *     have
   */
  static Optional<Received> read(Optional<StrictObject> from, Certificates certificates) {
    return from.map(body -> read(body, certificates));
  }

  private static Received read(StrictObject body, Certificates certificates) {
    String type = body.type().orElseThrow(() -> body.missing("@odata.type"));
    Received received =
        switch (type) {
          case "microsoft.graph.basicAuthentication" -> basic(body);
          case "microsoft.graph.pkcs12Certificate" -> certificates.read(body);
          default ->
              throw Refusal.badRequest(
                  "Type '" + type + "' is not allowed for authenticationConfiguration.");
        };
    body.noMore();
    return received;
  }

  private static Received basic(StrictObject body) {
    return new Received(
        new Basic(body.required("username")), new ReceivedSecret(body.secret("password"), null));
  }
}

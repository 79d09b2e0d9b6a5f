package io.connectorroutes.ledger.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Row;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * What of an object may not rest readable: its URL, which can hold a key, and its user name. Each
 * is encrypted and bound to its row.
 */
final class ObjectCipher {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How an object authenticates, as it rests. */
  record Authentication(AuthenticationKind kind, String username, Set<String> thumbprints) {
    static final Authentication UNKNOWN =
        new Authentication(AuthenticationKind.UNKNOWN, null, Set.of());

    /** The same with further certificates. */
    Authentication with(Set<String> appended) {
      Set<String> all = new HashSet<>(thumbprints);
      all.addAll(appended);
      return new Authentication(AuthenticationKind.CERTIFICATE, null, Set.copyOf(all));
    }
  }

  private final PayloadCipher cipher;

  ObjectCipher(PayloadCipher cipher) {
    this.cipher = cipher;
  }

  /** The URL of an object, encrypted; null for none. */
  byte[] targetUrl(long accountId, ObjectKind kind, ListedObject object) {
    return text(place("known_object.target_url", accountId, kind, object.id()), object.targetUrl());
  }

  /** How an object authenticates, encrypted. */
  byte[] authentication(long accountId, ObjectKind kind, ListedObject object) {
    return authentication(
        accountId,
        kind,
        object.id(),
        new Authentication(object.authentication(), object.username(), object.thumbprints()));
  }

  byte[] authentication(long accountId, ObjectKind kind, String id, Authentication plain) {
    try {
      return cipher.encrypt(
          place("known_object.authentication", accountId, kind, id), JSON.writeValueAsBytes(plain));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an object's authentication cannot be written", e);
    }
  }

  /** How the object in a row authenticates; unknown where nothing has told it. */
  Authentication authentication(Row row, ObjectKind kind) throws SQLException {
    byte[] plain =
        cipher.decrypt(
            place(
                "known_object.authentication",
                row.number("account_id"),
                kind,
                row.text("object_id")),
            row.bytes("authentication"));
    try {
      return plain == null ? Authentication.UNKNOWN : JSON.readValue(plain, Authentication.class);
    } catch (IOException e) {
      throw new UncheckedIOException("an object's authentication cannot be read", e);
    }
  }

  /** The object in a row. */
  ListedObject object(Row row, ObjectKind kind) throws SQLException {
    String id = row.text("object_id");
    byte[] url =
        cipher.decrypt(
            place("known_object.target_url", row.number("account_id"), kind, id),
            row.bytes("target_url"));
    Authentication authentication = authentication(row, kind);
    return new ListedObject(
        id,
        row.text("name"),
        url == null ? null : new String(url, StandardCharsets.UTF_8),
        authentication.kind(),
        authentication.username(),
        authentication.thumbprints());
  }

  /** The path of a list's next page, encrypted. */
  byte[] nextPage(long accountId, ObjectKind kind, String path) {
    return text(pagePlace(accountId, kind), path);
  }

  /** The path of the next page of the list in a row. */
  String nextPage(Row row, ObjectKind kind) throws SQLException {
    byte[] path = cipher.decrypt(pagePlace(row.number("account_id"), kind), row.bytes("next_page"));
    return new String(path, StandardCharsets.UTF_8);
  }

  private byte[] text(String place, String text) {
    return text == null ? null : cipher.encrypt(place, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String pagePlace(long accountId, ObjectKind kind) {
    return "object_list.next_page:" + accountId + ":" + kind.name();
  }

  private static String place(String column, long accountId, ObjectKind kind, String id) {
    return column + ":" + accountId + ":" + kind.name() + ":" + id;
  }
}

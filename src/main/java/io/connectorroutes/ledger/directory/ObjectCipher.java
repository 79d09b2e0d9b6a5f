package io.connectorroutes.ledger.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of an object may not rest readable: its URL, which can hold a key, and its user name. Each
 * is encrypted and bound to its row.
 */
final class ObjectCipher {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectCipher.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET_URL = "known_object.target_url";
  private static final String AUTHENTICATION = "known_object.authentication";

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

  /** The data key for what is written in this transaction, which has an account's lock. */
  EncryptionKey key(Sql sql) throws SQLException {
    return cipher.current(sql);
  }

  /** The data key that most likely counts: see {@link PayloadCipher#latest}. */
  EncryptionKey latestKey() {
    return cipher.latest();
  }

  /** The URL of an object, encrypted; null for none. */
  byte[] targetUrl(EncryptionKey key, long accountId, ObjectKind kind, ListedObject object) {
    return text(key, place(TARGET_URL, accountId, kind, object.id()), object.targetUrl());
  }

  /** How an object authenticates, encrypted. */
  byte[] authentication(EncryptionKey key, long accountId, ObjectKind kind, ListedObject object) {
    return authentication(
        key,
        accountId,
        kind,
        object.id(),
        new Authentication(object.authentication(), object.username(), object.thumbprints()));
  }

  byte[] authentication(
      EncryptionKey key, long accountId, ObjectKind kind, String id, Authentication plain) {
    try {
      return key.encrypt(place(AUTHENTICATION, accountId, kind, id), JSON.writeValueAsBytes(plain));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an object's authentication cannot be written", e);
    }
  }

  /** How the object in a row authenticates; unknown where nothing has told it. */
  Authentication authentication(Row row, ObjectKind kind) throws SQLException {
    byte[] plain =
        cipher.decrypt(row, place(row, AUTHENTICATION, kind), row.bytes("authentication"));
    try {
      return plain == null ? Authentication.UNKNOWN : JSON.readValue(plain, Authentication.class);
    } catch (IOException e) {
      throw new UncheckedIOException("an object's authentication cannot be read", e);
    }
  }

  /** The object in a row. */
  ListedObject object(Row row, ObjectKind kind) throws SQLException {
    byte[] url = cipher.decrypt(row, place(row, TARGET_URL, kind), row.bytes("target_url"));
    Authentication authentication = authentication(row, kind);
    return new ListedObject(
        row.text("object_id"),
        row.text("name"),
        url == null ? null : new String(url, StandardCharsets.UTF_8),
        authentication.kind(),
        authentication.username(),
        authentication.thumbprints(),
        row.time("certificate_end"));
  }

  /** Column {@code target_url} of a row under that key; null where it cannot be read. */
  byte[] targetUrlAnew(Row row, ObjectKind kind, EncryptionKey key) throws SQLException {
    return anew(row, key, place(row, TARGET_URL, kind), row.bytes("target_url"));
  }

  /** Column {@code authentication} of a row under that key; null where it cannot be read. */
  byte[] authenticationAnew(Row row, ObjectKind kind, EncryptionKey key) throws SQLException {
    return anew(row, key, place(row, AUTHENTICATION, kind), row.bytes("authentication"));
  }

  /** Column {@code next_page} of a row under that key; null where it cannot be read. */
  byte[] nextPageAnew(Row row, ObjectKind kind, EncryptionKey key) throws SQLException {
    return anew(row, key, pagePlace(row.number("account_id"), kind), row.bytes("next_page"));
  }

  private byte[] anew(Row row, EncryptionKey key, String place, byte[] encrypted)
      throws SQLException {
    try {
      return cipher.anew(row, key, place, encrypted);
    } catch (DatabaseException e) {
      // What is not known is asked of the tenant again.
      LOG.warn(
          "what the directory knows is forgotten where it is damaged: {}",
          PrintableText.text(e.getMessage()));
      return null;
    }
  }

  /** The path of a list's next page, encrypted. */
  byte[] nextPage(EncryptionKey key, long accountId, ObjectKind kind, String path) {
    return text(key, pagePlace(accountId, kind), path);
  }

  /** The path of the next page of the list in a row. */
  String nextPage(Row row, ObjectKind kind) throws SQLException {
    byte[] path =
        cipher.decrypt(row, pagePlace(row.number("account_id"), kind), row.bytes("next_page"));
    return new String(path, StandardCharsets.UTF_8);
  }

  private static byte[] text(EncryptionKey key, String place, String text) {
    return text == null ? null : key.encrypt(place, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String pagePlace(long accountId, ObjectKind kind) {
    return "object_list.next_page:" + accountId + ":" + kind.name();
  }

  private static String place(Row row, String column, ObjectKind kind) throws SQLException {
    return place(column, row.number("account_id"), kind, row.text("object_id"));
  }

  private static String place(String column, long accountId, ObjectKind kind, String id) {
    return column + ":" + accountId + ":" + kind.name() + ":" + id;
  }
}

package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts payloads by AES-256-GCM, each under a nonce of its own and bound to its place, so that a
 * payload that was moved to another row or column is not read; and compares contents by
 * HMAC-SHA256.
 */
public final class PayloadCipher {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey dataKey;
  private final SecretKey macKey;
  private final SecureRandom random = new SecureRandom();

  /** To make one takes longer than most payloads do. */
  private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param dataKey 32 bytes
   * @param macKey 32 bytes; may be null where nothing is compared
   */
  PayloadCipher(byte[] dataKey, byte[] macKey) {
    this.dataKey = new SecretKeySpec(dataKey, "AES");
    this.macKey = macKey == null ? null : new SecretKeySpec(macKey, "HmacSHA256");
  }

  /**
   * Encrypts.
   *
   * @param place what the result is bound to, such as column and row
   * @param plain null gives null
   */
  public byte[] encrypt(String place, byte[] plain) {
    if (plain == null) {
      return null;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] encrypted = run(Cipher.ENCRYPT_MODE, nonce, place, plain, 0);
    return ByteBuffer.allocate(1 + NONCE_BYTES + encrypted.length)
        .put(VERSION)
        .put(nonce)
        .put(encrypted)
        .array();
  }

  /**
   * Decrypts what {@link #encrypt} gave for the same place.
   *
   * @throws DatabaseException where it was altered or moved
   */
  public byte[] decrypt(String place, byte[] encrypted) {
    if (encrypted == null) {
      return null;
    }
    if (encrypted.length <= 1 + NONCE_BYTES || encrypted[0] != VERSION) {
      throw new DatabaseException("a payload of the ledger is damaged at " + place);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(encrypted, 1, nonce, 0, NONCE_BYTES);
    return run(Cipher.DECRYPT_MODE, nonce, place, encrypted, 1 + NONCE_BYTES);
  }

  private byte[] run(int mode, byte[] nonce, String place, byte[] input, int from) {
    try {
      Cipher known = idle.poll();
      Cipher cipher = known == null ? Cipher.getInstance("AES/GCM/NoPadding") : known;
      cipher.init(mode, dataKey, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      byte[] output = cipher.doFinal(input, from, input.length - from);
      idle.add(cipher);
      return output;
    } catch (GeneralSecurityException e) {
      throw new DatabaseException(
          "a payload of the ledger cannot be read at " + place + ": it was altered or moved", e);
    }
  }

  /** HMAC-SHA256 of a content. */
  byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(macKey);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new DatabaseException("HmacSHA256 is not available in this Java runtime", e);
    }
  }
}

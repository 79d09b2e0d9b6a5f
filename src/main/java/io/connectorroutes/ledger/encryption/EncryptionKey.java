package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that encrypts by AES-256-GCM, each text under a nonce of its own and bound to its place, so
 * that one that was moved to another row or column is not read. What it encrypts begins with its
 * number, one byte. Safe for use by several threads.
 */
public final class EncryptionKey {
  /** Then they begin anew: no more than two are in use at a time. */
  private static final int LAST_NUMBER = 127;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Of an empty text. */
  private static final int LEAST_BYTES = 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE;

  private final int number;
  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  /** To make one takes longer than most payloads do. */
  private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param number 1 to 127
   * @param key 32 bytes
   */
  EncryptionKey(int number, byte[] key) {
    this.number = number;
    this.key = new SecretKeySpec(key, "AES");
  }

  /** The number of the key that follows that one. */
  static int after(int number) {
    return number % LAST_NUMBER + 1;
  }

  /** The number of the key before that one. */
  static int before(int number) {
    return (number + LAST_NUMBER - 2) % LAST_NUMBER + 1;
  }

  /** The number of the key that something is encrypted with, as it says itself. */
  static int numberOf(byte[] encrypted) {
    return encrypted.length == 0 ? 0 : encrypted[0];
  }

  /** What texts under this key begin with, to be compared in SQL. */
  public byte[] mark() {
    return new byte[] {(byte) number};
  }

  /** Its number, 1 to 127. */
  public int number() {
    return number;
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
        .put((byte) number)
        .put(nonce)
        .put(encrypted)
        .array();
  }

  /**
   * Decrypts what {@link #encrypt} gave for the same place.
   *
   * @throws DatabaseException where it was altered or moved, or is under another key
   */
  byte[] decrypt(String place, byte[] encrypted) {
    if (encrypted.length < LEAST_BYTES || numberOf(encrypted) != number) {
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
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      byte[] output = cipher.doFinal(input, from, input.length - from);
      idle.add(cipher);
      return output;
    } catch (GeneralSecurityException e) {
      throw new DatabaseException(
          "a payload of the ledger cannot be read at " + place + ": it was altered or moved", e);
    }
  }
}

package io.connectorroutes.ledger.rekey;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Rekey;
import io.connectorroutes.ledger.directory.DirectoryPayloads;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.ledger.encryption.KeyChange;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * The keys are changed first, so that nothing is written under the data key of before any more.
 * Then the payloads that are under it are looked for, and encrypted anew, until none is found: so
 * nothing needs to be kept of how far that has come.
 */
public final class JdbcRekey implements Rekey {
  private final Database database;
  private final PayloadCipher cipher;
  private final KeyChange change;
  private final Accounts accounts;
  private final DirectoryPayloads directory;

  public JdbcRekey(Database database, PayloadCipher cipher, Accounts accounts) {
    this.database = database;
    this.cipher = cipher;
    this.change = new KeyChange(cipher);
    this.accounts = accounts;
    this.directory = new DirectoryPayloads(cipher);
  }

  @Override
  public Steps begin(String newKey) {
    database.write(
        sql -> {
          Numbering.CHANGES.take(sql, 0);
          database.dialect().eraseDeleted(sql);
          change.begin(sql, newKey);
          return null;
        });
    return new JdbcSteps();
  }

  @Override
  public List<String> finish() {
    EncryptionKey key =
        database.read(
            sql -> {
              change.requireNewKey(sql);
              return cipher.current(sql);
            });
    ChangePayloads changes = new ChangePayloads(database, cipher);
    boolean isAnyLeft = changes.isAnyLeft(key);
    for (long account : database.read(JdbcRekey::accountIds)) {
      isAnyLeft = isAnyLeft || database.write(sql -> isAnyLeft(sql, account, key));
    }
    if (isAnyLeft) {
      throw new DatabaseException(
          "payloads under the data key of before are left: say ledger rekey --new-key REF again,"
              + " which goes on, and then ledger rekey --finish");
    }
    database.write(
        sql -> {
          Numbering.CHANGES.take(sql, 0);
          change.requireNewKey(sql);
          cipher.requireCurrent(sql, key);
          database.dialect().eraseDeleted(sql);
          change.finish(sql);
          return null;
        });
    database.read(
        sql -> {
          database.dialect().eraseLog(sql);
          return null;
        });
    return changes.damaged();
  }

  /** With the account's lock: what was written with it under the key of before is committed. */
  private boolean isAnyLeft(Sql sql, long account, EncryptionKey key) throws SQLException {
    accounts.lock(sql, account);
    return directory.isAnyLeft(sql, account, key);
  }

  private static List<Long> accountIds(Sql sql) throws SQLException {
    return sql.list("SELECT id FROM account ORDER BY id", row -> row.number("id"));
  }

  /** The steps of one process. */
  private final class JdbcSteps implements Steps {
    private final EncryptionKey key = database.read(cipher::current);
    private final ChangePayloads changes = new ChangePayloads(database, cipher);
    private final Queue<Long> accountsLeft = new ArrayDeque<>(database.read(JdbcRekey::accountIds));
    private long objects;

    JdbcSteps() {
      changes.restart();
    }

    @Override
    public boolean next() {
      long begun = System.nanoTime();
      boolean isAnyLeft = step();
      if (isAnyLeft) {
        // The workers have half of the time, where they wait for the same lock.
        LockSupport.parkNanos(System.nanoTime() - begun);
      }
      return isAnyLeft;
    }

    private boolean step() {
      if (!changes.isThrough()) {
        changes.next(key);
        return true;
      }
      Long account = accountsLeft.peek();
      if (account != null) {
        int rows = database.write(sql -> ofAccount(sql, account));
        objects += rows;
        if (rows == 0) {
          accountsLeft.remove();
        }
        return true;
      }
      // Some may have been locked by others.
      boolean isAnyLeft = changes.isAnyLeft(key);
      if (isAnyLeft) {
        changes.restart();
      } else {
        requireCurrent();
      }
      return isAnyLeft;
    }

    private void requireCurrent() {
      database.read(
          sql -> {
            cipher.requireCurrent(sql, key);
            return null;
          });
    }

    private int ofAccount(Sql sql, long account) throws SQLException {
      accounts.lock(sql, account);
      cipher.requireCurrent(sql, key);
      return directory.anew(sql, account, key);
    }

    @Override
    public long encrypted() {
      return changes.encrypted() + objects;
    }

    @Override
    public int percent() {
      return changes.percent();
    }

    @Override
    public List<String> damaged() {
      return changes.damaged();
    }
  }
}

package io.connectorroutes.e2e;

import io.connectorroutes.failure.FailurePoint;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product is killed at each step of a change's way, one after the other in one home; each time
 * the next process has to bring everything to its end, once. The steps are numbered in
 * docs/reliability.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Crashes {
  /** With the failing one, more than a single request and less than a full batch. */
  static final int BATCH = 6;

  CrashSite site;
  private int prefixes;

  /** Of the changes of this test. */
  String prefix;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new CrashSite(folder);
    site.start();
    // The first create takes a list: the calls that tests hold are those of changes.
    site.send("first");
    site.settle();
  }

  @AfterAll
  void close() throws Exception {
    site.close();
  }

  /** The process that brought the last test to its end is the one that is killed next. */
  @BeforeEach
  void start() throws Exception {
    prefixes++;
    prefix = "c" + prefixes;
    if (site.product() == null || !site.product().isAlive()) {
      site.start();
    }
  }

  @AfterEach
  void everythingIsPublishedOnce() throws Exception {
    site.startAgainAndSettle();
  }

  void killAt(FailurePoint point) throws Exception {
    site.points().awaitReached(point);
    site.kill();
    site.points().disarm(point);
  }
}

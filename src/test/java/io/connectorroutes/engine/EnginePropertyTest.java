package io.connectorroutes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.ledger.LedgerTemplate;
import io.connectorroutes.testing.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random changes, faults and crashes, with the sandbox's journal as the truth. A seed that fails is
 * printed, the first one with its reduced case; {@code -Dengine.seed=SEED} plays it again, and
 * {@code -Dengine.seeds=N} plays N fresh ones, with {@code -Dengine.first=SEED} those from that one
 * on. Hundreds take longer than a test may: {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled}.
 */
class EnginePropertyTest {
  private static final Logger LOG = LoggerFactory.getLogger(EnginePropertyTest.class);
  private static final int FIXED = 12;
  private static final int FRESH = 3;

  /** Plays for reducing one case. */
  private static final int MOST_PLAYS = 100;

  @TempDir Path folder;
  private LedgerTemplate template;
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger faultsFired = new AtomicInteger();

  @BeforeEach
  void migrate() throws IOException {
    Path home = folder.resolve("template");
    PrivateFiles.createFolder(home);
    template = new LedgerTemplate(home);
  }

  @Test
  void whateverHappensEachChangeEndsOnceAndTruly() throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      Map<Long, Future<Optional<Throwable>>> failures = new LinkedHashMap<>();
      for (long seed : seeds()) {
        failures.put(seed, threads.submit(() -> failure(seed, Cases.of(seed))));
      }
      Map<Long, Throwable> failed = new LinkedHashMap<>();
      for (Map.Entry<Long, Future<Optional<Throwable>>> each : failures.entrySet()) {
        Optional<Throwable> failure = each.getValue().get();
        failure.ifPresent(f -> failed.put(each.getKey(), f));
        failure.ifPresent(f -> LOG.error("seed {} fails: {}", each.getKey(), f.toString()));
      }
      if (!failed.isEmpty()) {
        Map.Entry<Long, Throwable> first = failed.entrySet().iterator().next();
        String report = report(first.getKey(), Cases.of(first.getKey()), first.getValue());
        fail("seeds " + failed.keySet() + " fail" + report, first.getValue());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(faultsFired).hasPositiveValue();
  }

  private static List<Long> seeds() {
    Long one = Long.getLong("engine.seed");
    if (one != null) {
      return List.of(one);
    }
    List<Long> seeds = new ArrayList<>(LongStream.rangeClosed(1, FIXED).boxed().toList());
    SplittableRandom fresh = new SplittableRandom();
    Long first = Long.getLong("engine.first");
    for (int i = 0; i < Integer.getInteger("engine.seeds", FRESH); i++) {
      seeds.add(first == null ? fresh.nextLong(1L << 40) : first + i);
    }
    LOG.info("seeds {}", seeds);
    return seeds;
  }

  private Optional<Throwable> failure(long seed, List<Happening> happenings) throws IOException {
    Path home = folder.resolve("run" + runs.getAndIncrement());
    PrivateFiles.createFolder(home);
    template.copyTo(home);
    try (EngineRun run = new EngineRun(home, seed)) {
      run.play(happenings);
      new Truth(run).check();
      SequenceCheck.check(run);
      faultsFired.addAndGet(run.sandbox().faultsFired().size());
      return Optional.empty();
    } catch (AssertionError | RuntimeException failure) {
      return Optional.of(failure);
    } finally {
      // Thousands of ledgers would fill a disk.
      Folders.delete(home);
    }
  }

  private String report(long seed, List<Happening> happenings, Throwable failure)
      throws IOException {
    List<Happening> reduced = reduced(seed, happenings, signature(failure));
    Throwable last = failure(seed, reduced).orElse(failure);
    return "\nseed "
        + seed
        + ", "
        + last
        + ", reduced to:\n"
        + reduced.stream().map(EnginePropertyTest::shown).collect(Collectors.joining("\n"));
  }

  private static String shown(Happening happening) {
    return happening instanceof Happening.Sent sent
        ? "  "
            + sent.tenant()
            + " "
            + sent.change()
            + " "
            + sent.change().target()
            + " "
            + sent.change().properties()
            + " revision "
            + sent.change().revision()
            + " notBefore "
            + sent.change().notBefore()
        : "  " + happening;
  }

  /** What a case that is smaller must fail by as well: places and made-up ids differ there. */
  private static String signature(Throwable failure) {
    return failure
        .toString()
        .replaceAll(" at [0-9.]+/[0-9]+", "")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "");
  }

  /** Drops parts, large ones first, as long as the case still fails in the same way. */
  private List<Happening> reduced(long seed, List<Happening> happenings, String signature)
      throws IOException {
    List<Happening> best = happenings;
    int plays = 0;
    for (int size = best.size() / 2; size >= 1; size /= 2) {
      int from = 0;
      while (from < best.size() && plays++ < MOST_PLAYS) {
        List<Happening> fewer = new ArrayList<>(best);
        fewer.subList(from, Math.min(from + size, fewer.size())).clear();
        if (failure(seed, fewer)
            .map(EnginePropertyTest::signature)
            .equals(Optional.of(signature))) {
          best = fewer;
        } else {
          from += size;
        }
      }
    }
    return best;
  }
}

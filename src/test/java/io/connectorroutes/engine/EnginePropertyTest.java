package io.connectorroutes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random changes, faults and crashes, with the sandbox's journal as the truth. A seed that fails is
 * printed with its reduced case; {@code -Dengine.seed=SEED} plays it again, and {@code
 * -Dengine.seeds=N} plays N fresh ones.
 */
class EnginePropertyTest {
  private static final Logger LOG = LoggerFactory.getLogger(EnginePropertyTest.class);
  private static final int FIXED = 12;
  private static final int FRESH = 3;

  /** Plays for reducing one case. */
  private static final int MOST_PLAYS = 80;

  @TempDir Path folder;
  private int runs;
  private int faultsFired;

  @Test
  void whateverHappensEachChangeEndsOnceAndTruly() throws IOException {
    for (long seed : seeds()) {
      List<Happening> happenings = Cases.of(seed);
      Optional<Throwable> failure = failure(seed, happenings);
      if (failure.isPresent()) {
        LOG.error("seed {} fails, it is being reduced: {}", seed, failure.get().toString());
        fail(report(seed, happenings, failure.get()), failure.get());
      }
    }
    assertThat(faultsFired).isPositive();
  }

  private static List<Long> seeds() {
    Long one = Long.getLong("engine.seed");
    if (one != null) {
      return List.of(one);
    }
    List<Long> seeds = new ArrayList<>(LongStream.rangeClosed(1, FIXED).boxed().toList());
    SplittableRandom fresh = new SplittableRandom();
    for (int i = 0; i < Integer.getInteger("engine.seeds", FRESH); i++) {
      seeds.add(fresh.nextLong(1L << 40));
    }
    LOG.info("seeds {}", seeds);
    return seeds;
  }

  private Optional<Throwable> failure(long seed, List<Happening> happenings) throws IOException {
    Path home = Files.createDirectories(folder.resolve("run" + runs++));
    try (EngineRun run = new EngineRun(home, seed)) {
      run.play(happenings);
      new Truth(run).check();
      SequenceCheck.check(run);
      faultsFired += run.sandbox().faultsFired().size();
      return Optional.empty();
    } catch (AssertionError | RuntimeException failure) {
      return Optional.of(failure);
    }
  }

  private String report(long seed, List<Happening> happenings, Throwable failure)
      throws IOException {
    List<Happening> reduced = reduced(seed, happenings);
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

  /** Drops parts, large ones first, as long as the case still fails. */
  private List<Happening> reduced(long seed, List<Happening> happenings) throws IOException {
    List<Happening> best = happenings;
    int plays = 0;
    for (int size = best.size() / 2; size >= 1; size /= 2) {
      int from = 0;
      while (from < best.size() && plays++ < MOST_PLAYS) {
        List<Happening> fewer = new ArrayList<>(best);
        fewer.subList(from, Math.min(from + size, fewer.size())).clear();
        if (failure(seed, fewer).isPresent()) {
          best = fewer;
        } else {
          from += size;
        }
      }
    }
    return best;
  }
}

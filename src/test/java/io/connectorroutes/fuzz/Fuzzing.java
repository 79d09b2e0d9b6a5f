package io.connectorroutes.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gives each target to Jazzer for a time, one after the other, each in a JVM of its own. What is
 * found stands in the log of the target, the input beside it.
 */
public final class Fuzzing {
  /** What Jazzer may watch to find new ways; the rest of what is called is too much of it. */
  private static final String WATCHED =
      "io.connectorroutes.**:com.fasterxml.jackson.core.json.**"
          + ":com.fasterxml.jackson.dataformat.csv.**:org.bouncycastle.asn1.**";

  private static final Pattern STATE = Pattern.compile("(?m)^#(\\d+)\\s.*\\bcov: (\\d+)");
  private static final Path FOLDER = Path.of("target", "fuzz");

  private Fuzzing() {}

  /** Takes seconds for each target, and the names of targets, separated by commas, or all. */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean isAll = args[1].equals("all");
    List<String> names = Arrays.asList(args[1].split(","));
    int found = 0;
    for (FuzzTarget target : FuzzTarget.ALL) {
      if (isAll || names.contains(target.folder())) {
        found += run(target, args[0]);
      }
    }
    if (found > 0) {
      System.err.println("Keep each input in src/test/resources/fuzz once its fault is mended.");
      System.exit(1);
    }
  }

  private static int run(FuzzTarget target, String seconds)
      throws IOException, InterruptedException {
    Path folder = FOLDER.resolve(target.folder());
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + target.type().getName());
    command.add("--instrumentation_includes=" + WATCHED);
    // All other classes would be rewritten when they are loaded, which takes a minute.
    command.add("--custom_hook_includes=" + WATCHED);
    // The files of the configuration's own secrets may be anywhere.
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal");
    command.add("--keep_going=5");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-dict=" + target.corpus().resolveSibling("words.dict"));
    command.add("-max_total_time=" + seconds);
    // Of one input; the heap is bounded by the JVM.
    command.add("-timeout=60");
    command.add("-rss_limit_mb=0");
    command.add(corpus.toString());
    command.add(target.corpus().toString());
    Process jazzer =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(jazzer::destroy));
    jazzer.waitFor();
    int findings = findings(folder);
    System.out.printf(
        "%-16s %s, %d findings, log %s%n", target.folder(), state(log), findings, log);
    return findings;
  }

  private static int findings(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int)
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("(crash|timeout|oom|slow-unit)-.*"))
              .count();
    }
  }

  private static String state(Path log) {
    try {
      Matcher states = STATE.matcher(Files.readString(log));
      return states
          .results()
          .reduce((earlier, later) -> later)
          .map(Fuzzing::described)
          .orElse("did not start");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String described(MatchResult last) {
    return last.group(1) + " inputs, coverage " + last.group(2);
  }
}

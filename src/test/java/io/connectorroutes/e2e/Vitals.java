package io.connectorroutes.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds. For Linux.
 *
 * @param handles open files and sockets
 * @param heapKb live heap, after a collection
 * @param residentKb all of its memory, as the system sees it
 */
record Vitals(long handles, long heapKb, long residentKb) {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  static Vitals of(long pid) throws IOException {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    long heap = 0;
    // One line for each generation, and last the metaspace, which is no heap.
    for (int generation = 0; generation < 2 && used.find(); generation++) {
      heap += Long.parseLong(used.group(1));
    }
    try (Stream<Path> handles = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return new Vitals(handles.count(), heap, residentKb(pid));
    }
  }

  private static long residentKb(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static String jcmd(long pid, String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(jcmd, String.valueOf(pid), command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with a Java that only prints how it was called. */
class LauncherTest {
  @TempDir Path folder;
  private Path distribution;
  private Path launcher;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void distributionWithBlanksInItsPath() throws IOException {
    distribution = folder.toRealPath().resolve("a folder/of 'mine'");
    launcher = distribution.resolve("bin/connector-routes");
    Files.createDirectories(launcher.getParent());
    Files.copy(Path.of("src/main/dist/bin/connector-routes"), launcher);
    makeExecutable(launcher);
    environment.put("PATH", fakeJava("path java", "17.0.15").getParent() + ":/usr/bin:/bin");
  }

  /** A java of that version, which prints its process id and then an argument a line. */
  private Path fakeJava(String home, String version) throws IOException {
    Path java = folder.resolve(home).resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit 0; fi
        echo "$0"; echo $$; printf '%%s\\n' "$@"; exit 3
        """
            .formatted(version));
    makeExecutable(java);
    return java;
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run run(Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Run(
        process.exitValue(), process.pid(), Files.readAllLines(out, StandardCharsets.UTF_8));
  }

  private record Run(int status, long pid, List<String> lines) {}

  @Test
  void theJvmReplacesTheShellAndGetsTheArgumentsAsTheyAre() throws Exception {
    Run run = run(launcher, "status", "--home", "my home", "*", "a\"b", "$(id)", "");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.lines().get(1)).isEqualTo(Long.toString(run.pid()));
    assertThat(run.lines())
        .contains(
            "-Dconnectorroutes.distribution=" + distribution,
            "-Dlogback.configurationFile=" + distribution.resolve("config/logback.xml"),
            "-Djdk.serialFilter=!*")
        .containsSubsequence(
            "-cp",
            distribution + "/lib/*",
            "io.connectorroutes.app.Main",
            "status",
            "--home",
            "my home",
            "*",
            "a\"b",
            "$(id)",
            "");
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws Exception {
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("absolute"), launcher);
    Files.createSymbolicLink(links.resolve("relative"), Path.of("absolute"));

    assertThat(run(links.resolve("relative"), "run").lines())
        .contains("-Dconnectorroutes.distribution=" + distribution);
  }

  @Test
  void onlyCommandsThatAreSoonOverDoWithoutTheOptimisingCompiler() throws Exception {
    String flag = "-XX:TieredStopAtLevel=1";
    assertThat(run(launcher, "status").lines()).contains(flag);
    assertThat(run(launcher, "--home", "run", "status").lines()).contains(flag);
    assertThat(run(launcher, "--help").lines()).contains(flag);
    assertThat(run(launcher, "run").lines()).doesNotContain(flag);
    assertThat(run(launcher, "--home", "x", "--json", "--property", "a=b", "run").lines())
        .doesNotContain(flag);
  }

  @Test
  void optionsOfTheUserComeLast() throws Exception {
    environment.put("JAVA_OPTS", "-Xmx1g -Da=*");
    environment.put("CONNECTOR_ROUTES_OPTS", "-Xmx2g");

    assertThat(run(launcher, "run").lines())
        .containsSubsequence("-Xmx512m", "-Xmx1g", "-Da=*", "-Xmx2g", "-cp");
  }

  @Test
  void javaHomeWinsAndNewerJavasGetTheirOptions() throws Exception {
    Path java = fakeJava("java 25", "25.0.3");
    environment.put("JAVA_HOME", java.getParent().getParent().toString());

    Run run = run(launcher, "run");
    assertThat(run.lines().get(0)).isEqualTo(java.toString());
    assertThat(run.lines())
        .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    environment.remove("JAVA_HOME");
    assertThat(run(launcher, "run").lines())
        .doesNotContain(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void aJavaThatIsTooOldOrMissingIsSaidInOneLine() throws Exception {
    for (String version : List.of("1.8.0_402", "11.0.2")) {
      Path java = fakeJava("old " + version, version);
      environment.put("JAVA_HOME", java.getParent().getParent().toString());
      assertRefused("older than 17");
    }
    environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
    assertRefused("JAVA_HOME has no bin/java");

    environment.remove("JAVA_HOME");
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "readlink")) {
      Files.copy(Path.of("/usr/bin").resolve(tool), tools.resolve(tool));
    }
    environment.put("PATH", tools.toString());
    assertRefused("there is no java");
  }

  private void assertRefused(String message) throws Exception {
    Run run = run(launcher, "run");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.lines())
        .singleElement()
        .asString()
        .startsWith("connector-routes: ")
        .contains(message);
  }

  /** The option that the launcher gives for an archive; null where there is none. */
  private String archive(String... arguments) throws Exception {
    return run(launcher, arguments).lines().stream()
        .filter(line -> line.matches("-XX:SharedArchiveFile=.*|-Dconnectorroutes.archive=.*"))
        .findFirst()
        .orElse(null);
  }

  @Test
  void statusWantsAnArchiveWhereThereIsNoneAndOthersUseIt() throws Exception {
    Path data = folder.resolve("my home/data");
    String home = "--home=" + data.getParent();
    assertThat(archive("status", home)).isNull();
    assertThat(data.getParent()).doesNotExist();

    Files.createDirectories(data);
    String wanted = archive("status", home);
    assertThat(wanted).startsWith("-Dconnectorroutes.archive=" + data + "/.classes-");
    assertThat(archive("--home", data.getParent().toString(), "status")).isEqualTo(wanted);
    assertThat(archive("dead-letters", "list", home)).isNull();
    assertThat(archive("run", home)).isNull();
    for (String ended : List.of("--watch", "--help", "-h", "--version", "-V")) {
      assertThat(archive("status", ended, home)).as(ended).isNull();
    }

    // By cksum, of "abc".
    Path made = Path.of(wanted.substring(wanted.indexOf('=') + 1) + "-1219131554-3.jsa");
    Files.writeString(made, "abc");
    String used = "-XX:SharedArchiveFile=" + made;
    assertThat(archive("status", home)).isEqualTo(used);
    assertThat(run(launcher, "status", home).lines()).doesNotContain("-Xint");
    assertThat(archive("dead-letters", "list", home)).isEqualTo(used);
    assertThat(archive("run", home)).isNull();

    environment.put("JAVA_OPTS", "-Da=b -Xshare:auto");
    assertThat(archive("status", home)).isNull();
  }

  @Test
  void anArchiveThatIsDamagedOrOfAnotherJavaOrPathIsNotUsed() throws Exception {
    Path data = Files.createDirectories(folder.resolve("home/data"));
    String home = "--home=" + data.getParent();
    String wanted = archive("status", home);
    Path made = Path.of(wanted.substring(wanted.indexOf('=') + 1) + "-1219131554-3.jsa");
    for (String content : List.of("abd", "ab", "")) {
      Files.writeString(made, content);
      assertThat(archive("status", home)).isEqualTo(wanted);
    }
    Files.writeString(made, "abc");
    assertThat(archive("status", home)).endsWith(made.toString());

    environment.put("JAVA_HOME", fakeJava("java 25", "25.0.3").getParent().getParent().toString());
    assertThat(archive("status", home)).startsWith("-Dconnectorroutes").isNotEqualTo(wanted);

    environment.remove("JAVA_HOME");
    Files.createDirectories(distribution.resolve("lib"));
    Files.writeString(distribution.resolve("lib/another.jar"), "");
    assertThat(archive("status", home)).startsWith("-Dconnectorroutes").isNotEqualTo(wanted);
  }

  @Test
  void anArchiveOfAnEarlierBuildIsNotUsedWhereItsJarHasTheSameSizeAndTime() throws Exception {
    Path data = Files.createDirectories(folder.resolve("home/data"));
    Path jar = distribution.resolve("lib/graph-connector-routes-1.jar");
    Files.createDirectories(jar.getParent());
    FileTime ofAllBuilds = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    List<String> wanted = new ArrayList<>();
    for (String content : List.of("one", "two", "one")) {
      Files.writeString(jar, content);
      Files.setLastModifiedTime(jar, ofAllBuilds);
      wanted.add(archive("status", "--home=" + data.getParent()));
    }
    assertThat(wanted.get(0)).isNotEqualTo(wanted.get(1)).isEqualTo(wanted.get(2));
  }

  @Test
  void theJvmLeavesItsClassesWhereItIsAskedTo() throws Exception {
    environment.put("CONNECTOR_ROUTES_ARCHIVE", folder + "/a file");
    assertThat(run(launcher, "status").lines())
        .contains("-XX:ArchiveClassesAtExit=" + folder + "/a file", "-Xint")
        .noneMatch(line -> line.startsWith("-Dconnectorroutes.archive"));
  }

  @Test
  void whichJavaItIsIsReadFromItsRelease() throws Exception {
    Path java = fakeJava("java 25", "17.0.1");
    Path home = java.getParent().getParent();
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
    Path link = Files.createDirectories(folder.resolve("path/bin")).resolve("java");
    Files.createSymbolicLink(link, java);
    environment.put("PATH", link.getParent() + ":/usr/bin:/bin");

    assertThat(run(launcher, "run").lines()).contains("--enable-native-access=ALL-UNNAMED");
  }
}

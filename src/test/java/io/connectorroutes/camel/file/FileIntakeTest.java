package io.connectorroutes.camel.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileIntakeTest {
  @Test
  void anotherFolderIsReadAsTheRouteOfTheInboxReadsIts() throws IOException {
    JsonNode route =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("routes/intake/files.camel.yaml").toFile());

    JsonNode inbox = route.at("/0/route/from/parameters");

    assertThat(inbox.path("include").asText()).isEqualTo(FileIntake.INCLUDE);
    assertThat(inbox.path("maxMessagesPerPoll").asInt()).isEqualTo(FileIntake.MOST_PER_POLL);
    assertThat(inbox.path("initialDelay").asText()).isEqualTo("0");
    assertThat(inbox.path("delay").asLong()).isEqualTo(FileIntake.POLL_MILLIS);
    assertThat(inbox.path("move").asText()).isEqualTo(FileIntake.MOVE);
    assertThat(inbox).as("options that another folder does not have").hasSize(6);
  }
}

package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class OutcomeResultsRouteTest extends RouteTestSupport {
  private final Results results = new Results();

  OutcomeResultsRouteTest() {
    super("outcome/results");
  }

  /** Writes files, or cannot. */
  public static class Results {
    private final List<String> written = new ArrayList<>();
    private IOException failure;

    public void write(@Body String job) throws IOException {
      if (failure != null) {
        throw failure;
      }
      written.add(job);
    }
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-result-files", results);
  }

  @Test
  void theFilesOfASettledJobAreWritten() {
    assertThat(sent("job").getException()).isNull();

    assertThat(results.written).containsExactly("job");
  }

  /** So the job is not marked, and comes again. */
  @Test
  void filesThatCannotBeWrittenFailForTheLedger() {
    results.failure = new IOException("the disk is full");

    assertThat(sent("job").getException()).isSameAs(results.failure);
  }
}

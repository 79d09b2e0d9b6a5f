package io.connectorroutes.camel;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of dead letters, where it was there before: earlier versions left it open. */
final class DeadLetterFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterFolder.class);

  private DeadLetterFolder() {}

  /**
   * Takes from others what they may do with the folder that is ours by default. One that was
   * configured may hold other things: where it is open, that is logged. One whose endpoint says
   * what its modes are to be is left as it is.
   */
  static void secure(Configuration configuration) throws IOException {
    Path folder = configuration.outcome().deadLetterFolder().orElse(null);
    if (folder == null || configuration.outcome().deadLetterUri().contains("chmod")) {
      return;
    }
    if (!configuration.has(Keys.DEAD_LETTER_URI)) {
      PrivateFiles.tighten(folder);
    } else if (PrivateFiles.isOpenToOthers(folder)) {
      LOG.warn(
          "{} of dead-letter.uri is open to others than its owner: close it with chmod go=, or say"
              + " so with chmodDirectory= in the URI",
          PrintableText.name(folder.toString()));
    }
  }
}

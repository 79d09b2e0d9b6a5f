package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.CloudEvent;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A dead letter as a JSON document: {@code {change, outcome, attempts, reason}}. The change is in
 * the shape of a message, its secrets and unknown fields replaced by references; it can be mended
 * and sent again. A message that could not be read has no {@code change}, but {@code size}, {@code
 * messageId} and {@code headerNames}. {@code followedBy} is there where later changes of the same
 * target went on, since they decide whether a replay still makes sense.
 */
public final class DeadLetterJson {
  /** What a file system takes as a name, with room for what a writer appends while it writes. */
  private static final int MAX_NAME_BYTES = 240;

  private static final String EXTENSION = ".json";

  private static final String SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-~";

  private final Masking masking;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(DeadLetterJson.class));

  /** A writer of dead letters whose changes are masked so. */
  public DeadLetterJson(Masking masking) {
    this.masking = masking;
  }

  /** The document, indented; where it cannot be written as a whole, with its reason alone. */
  public String document(DeadLetter letter) {
    try {
      return whole(letter);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the dead letter of change " + letter.outcome().changeId(), e);
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.set("outcome", OutcomeJson.bare(letter.outcome()));
      document.put("reason", reason(letter));
      return PrintableText.json(document.toPrettyString());
    }
  }

  private String whole(DeadLetter letter) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    Optional<ObjectNode> change = change(letter);
    change.ifPresent(c -> document.set("change", shown(c, letter)));
    document.set("outcome", OutcomeJson.node(letter.outcome()));
    document.set("attempts", attempts(letter));
    document.put("reason", reason(letter));
    if (change.isEmpty()) {
      putUnreadable(document, letter);
    }
    if (!letter.followedBy().isEmpty()) {
      letter.followedBy().forEach(document.putArray("followedBy")::add);
    }
    if (letter.discarded() != null) {
      ObjectNode discarded = document.putObject("discarded");
      OutcomeJson.put(discarded, "time", letter.discarded().time());
      OutcomeJson.put(discarded, "by", letter.discarded().by());
      OutcomeJson.put(discarded, "reason", letter.discarded().reason());
    }
    return PrintableText.json(document.toPrettyString());
  }

  /**
   * The name of the dead letter's file: its name and {@code .json}. A change id is a safe name; in
   * any other name what is not of a change id's alphabet is percent-encoded.
   */
  public static String fileName(DeadLetter letter) {
    StringBuilder name = new StringBuilder();
    for (byte b : letter.name().getBytes(StandardCharsets.UTF_8)) {
      if (SAFE.indexOf(b & 0xff) >= 0) {
        name.append((char) b);
      } else {
        name.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return Shortened.within(MAX_NAME_BYTES, name.toString()) + EXTENSION;
  }

  private ObjectNode shown(ObjectNode change, DeadLetter letter) {
    ObjectNode shown = masking.mask(change, letter.outcome().changeId());
    RefusedValues.removeFrom(shown, letter.refused());
    // So that it is rejected again where it is sent again without an id, or what was left out.
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    OutcomeJson.put(result, ResultFields.GIVEN_CHANGE_ID, letter.outcome().givenChangeId());
    OutcomeJson.put(result, ResultFields.LEFT_OUT, RefusedValues.leftOut(letter.refused(), shown));
    if (!result.isEmpty()) {
      shown.set(ResultFields.RESULT, result);
    }
    return shown;
  }

  /** Of a message that was rejected, what it brought, within a CloudEvent as well. */
  private static Optional<ObjectNode> change(DeadLetter letter) {
    return letter.changeJson() == null
        ? RowJson.object(letter.original()).map(CloudEvent::change)
        : RowJson.object(letter.changeJson());
  }

  private static ArrayNode attempts(DeadLetter letter) {
    ArrayNode attempts = JsonNodeFactory.instance.arrayNode();
    letter.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
    return attempts;
  }

  private static ObjectNode attempt(AttemptRecord attempt) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    OutcomeJson.put(node, "kind", attempt.kind().name().toLowerCase(Locale.ROOT));
    OutcomeJson.put(node, "method", attempt.method());
    OutcomeJson.put(node, "path", attempt.path());
    OutcomeJson.put(node, "sentAt", attempt.sentAt());
    OutcomeJson.put(node, "answeredAt", attempt.answeredAt());
    OutcomeJson.put(node, "httpStatus", attempt.httpStatus());
    OutcomeJson.put(node, "errorCode", attempt.errorCode());
    OutcomeJson.put(node, "message", attempt.message());
    OutcomeJson.put(node, "requestId", attempt.requestId());
    OutcomeJson.put(node, "clientRequestId", attempt.clientRequestId());
    return node;
  }

  private static String reason(DeadLetter letter) {
    return letter.outcome().message() == null ? letter.cause() : letter.outcome().message();
  }

  private static void putUnreadable(ObjectNode document, DeadLetter letter) {
    if (letter.original() != null) {
      document.put("size", letter.original().length);
    }
    OutcomeJson.put(document, "messageId", letter.brokerMessageId());
    if (letter.headerNames() != null) {
      ArrayNode names = document.putArray("headerNames");
      Arrays.stream(letter.headerNames().split(",", -1))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .forEach(names::add);
    }
  }
}

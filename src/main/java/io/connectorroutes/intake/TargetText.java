package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The target of a row in a few words for a person, also of a row that is not valid. */
final class TargetText {
  private static final List<String> NAMES =
      Stream.of("target.", "properties.")
          .flatMap(at -> Stream.of("id", "displayName", "name").map(at::concat))
          .filter(ChangeFields::isValue)
          .toList();

  private TargetText() {}

  /**
   * Such as {@code displayName=Test API} or {@code B2X_1_signup/postFederationSignup}, or null.
   *
   * @param refused paths of values that are not to be repeated
   */
  static String of(ObjectNode row, Set<String> refused) {
    Optional<String> flow = text(row, "target.userFlowId", refused);
    return flow.isPresent()
        ? flow.get() + text(row, "target.step", refused).map("/"::concat).orElse("")
        : NAMES.stream()
            .flatMap(path -> text(row, path, refused).map(text -> name(path) + "=" + text).stream())
            .findFirst()
            .orElse(null);
  }

  private static String name(String path) {
    return path.substring(path.indexOf('.') + 1);
  }

  private static Optional<String> text(ObjectNode row, String path, Set<String> refused) {
    return Optional.ofNullable(row.at("/" + path.replace('.', '/')).textValue())
        .filter(text -> !refused.contains(path))
        .map(PrintableText::name);
  }
}

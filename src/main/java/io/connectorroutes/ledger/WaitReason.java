package io.connectorroutes.ledger;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why changes of a tenant wait. Where several reasons hold, the first of them in this order is
 * told: what a person has to mend, then what ends by itself.
 */
public enum WaitReason {
  /** Its alias, tenant id or client id is not in the configuration. */
  NOT_CONFIGURED("notConfigured", "not configured", true),
  /** A person paused it. */
  PAUSED("paused", "paused", true),
  /** Its credential is refused, or cannot be used. */
  NO_CREDENTIAL("noCredential", "credential cannot be used", true),
  /** No token could be had, or Graph refuses it. */
  NO_TOKEN("noToken", "no token", true),
  /** A permission that it needs was refused many times in a row, and rests. */
  REFUSED("refused", "permission refused", true),
  /** Graph asked for a pause. */
  THROTTLED("throttled", "throttled by Graph", false),
  /** No connection to Graph comes about. */
  GRAPH_AWAY("graphAway", "Graph cannot be reached", false),
  /** Its budget of requests is used up. */
  BUDGET("budget", "budget used up", false),
  /** A request is under way; or was, of a worker that ended. */
  LEASED("leased", "a request is under way", false),
  /** A secret of a change cannot be had. */
  SECRET_AWAY("secretAway", "a secret cannot be had", true),
  /** A request failed and is made again later. */
  RETRY("retry", "to be tried again", false),
  /** Its change asks for a later time. */
  NOT_BEFORE("notBefore", "asks for a later time", false);

  private final String wireName;
  private final String words;
  private final boolean forPerson;

  WaitReason(String wireName, String words, boolean forPerson) {
    this.wireName = wireName;
    this.words = words;
    this.forPerson = forPerson;
  }

  /** The reason of that name. */
  public static Optional<WaitReason> of(String wireName) {
    return Arrays.stream(values()).filter(reason -> reason.wireName.equals(wireName)).findFirst();
  }

  /** As documents, metrics and the ledger name it. */
  public String wireName() {
    return wireName;
  }

  /** For a person, in a line with other words. */
  public String words() {
    return words;
  }

  /** Whether it goes on until a person does something. */
  public boolean needsPerson() {
    return forPerson;
  }
}

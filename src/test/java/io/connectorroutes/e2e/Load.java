package io.connectorroutes.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What users give to the product, at random: files of several sizes and messages, for several
 * tenants; new connectors and later changes of them, by name and by id; duplicates, and changes
 * that have to fail.
 */
final class Load {
  /** Beyond that, more connectors are deleted than made. */
  private static final int MANY_CONNECTORS = 400;

  private final CrashSite site;
  private final Tenancy tenancy;
  private final Random random;
  private final Stories stories = new Stories();
  private int files;
  private int changes;

  Load(CrashSite site, Tenancy tenancy, Random random) {
    this.site = site;
    this.tenancy = tenancy;
    this.random = random;
  }

  /** A file and some messages. */
  void feed() throws IOException {
    dropFile();
    for (int i = random.nextInt(10); i > 0; i--) {
      send();
    }
  }

  /** How many changes of connectors have no outcome yet. */
  int open() throws IOException {
    stories.learn(site.work().outcomes());
    return stories.open();
  }

  /** Holds the sandbox against all that was given; everything must have its outcome. */
  void assertAgree() throws Exception {
    open();
    stories.assertAgree(site.sandbox());
  }

  /** How many requests the sandbox had seen at the last comparison. */
  int requests() {
    return stories.requests();
  }

  private void dropFile() throws IOException {
    open();
    files++;
    boolean array = random.nextInt(3) == 0;
    String name = "file " + files + (array ? ".json" : ".jsonl");
    List<List<String>> lives = new ArrayList<>();
    lives.add(new ArrayList<>(List.of(site.failing(name, nextId()))));
    lives.add(wholeLife(name));
    for (int rows = size(); rows > 0; rows -= lives.get(lives.size() - 1).size()) {
      lives.add(random.nextInt(4) == 0 && stories.settled() > 0 ? laterLife(name) : newLife(name));
    }
    List<String> rows = shuffled(lives);
    site.work().drop(name, array ? "[" + String.join(",", rows) + "]" : String.join("", rows));
  }

  /** Most files are small. */
  private int size() {
    return switch (random.nextInt(10)) {
      case 0 -> 100 + random.nextInt(300);
      case 1, 2, 3 -> 20 + random.nextInt(80);
      default -> random.nextInt(20);
    };
  }

  /** Each kind of request once, so that whatever failure is planned finds one. */
  private List<String> wholeLife(String file) {
    Story story = begin();
    List<String> life = new ArrayList<>();
    life.add(story.create(nextId(file, story), false));
    life.add(story.update(nextId(file, story), false));
    life.add(story.delete(nextRemoval(file, story), false));
    return life;
  }

  private List<String> newLife(String file) {
    Story story = begin();
    List<String> life = new ArrayList<>();
    life.add(story.create(nextId(file, story), random.nextInt(5) == 0));
    goOn(life, file, story);
    return life;
  }

  private List<String> laterLife(String file) {
    Story story = stories.takeSettled(random);
    List<String> life = new ArrayList<>();
    life.add(story.update(nextId(file, story), random.nextBoolean()));
    goOn(life, file, story);
    return life;
  }

  private void goOn(List<String> life, String file, Story story) {
    for (int i = random.nextInt(3); i > 0; i--) {
      boolean byId = story.id() != null && random.nextBoolean();
      life.add(
          random.nextInt(4) == 0
              ? story.upsert(nextId(file, story))
              : story.update(nextId(file, story), byId));
    }
    if (random.nextInt(10) < (stories.settled() > MANY_CONNECTORS ? 9 : 5)) {
      life.add(story.delete(nextRemoval(file, story), story.id() != null && random.nextBoolean()));
    }
  }

  /** In any order, save that the changes of one connector keep theirs. */
  private List<String> shuffled(List<List<String>> lives) {
    List<String> rows = new ArrayList<>();
    while (!lives.isEmpty()) {
      List<String> life = lives.get(random.nextInt(lives.size()));
      rows.add(life.remove(0));
      lives.removeIf(List::isEmpty);
    }
    return rows;
  }

  /** One change of a connector at a time: several consumers do not keep the order of messages. */
  private void send() {
    if (random.nextInt(8) == 0) {
      site.sendInvalid(nextId());
      return;
    }
    boolean later = stories.settled() > 0 && random.nextBoolean();
    Story story = later ? stories.takeSettled(random) : begin();
    String changeId = nextId();
    site.books().expect(changeId, "applied");
    stories.given(changeId, story);
    String message = later ? story.update(changeId, true) : story.create(changeId, false);
    site.queue().send(message);
    if (random.nextInt(5) == 0) {
      site.queue().send(message);
    }
  }

  private Story begin() {
    String tenant = tenancy.tenants().get(random.nextInt(tenancy.tenants().size()));
    return stories.begin(tenant, tenancy.field(tenant));
  }

  private String nextId() {
    changes++;
    return "change-" + changes;
  }

  private String nextId(String file, Story story) {
    String changeId = nextId();
    site.books().expect(file, changeId, "applied");
    stories.given(changeId, story);
    return changeId;
  }

  private String nextRemoval(String file, Story story) {
    String changeId = nextId(file, story);
    site.books().allowNoOp(changeId);
    return changeId;
  }
}

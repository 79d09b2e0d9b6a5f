package io.connectorroutes.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A topic of a {@link TestKafka}: sends to it, and looks at what its consumers have committed. */
public final class TestTopic {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String brokers;
  private final String name;

  TestTopic(String brokers, String name) {
    this.brokers = brokers;
    this.name = name;
  }

  /** What is done with a producer. */
  @FunctionalInterface
  public interface Work {
    /** Sends. */
    void with(Producer<byte[], byte[]> producer) throws Exception;
  }

  /** Its name, and that of the group that consumes it. */
  public String name() {
    return name;
  }

  /** For {@code kafka.brokers}. */
  public String brokers() {
    return brokers;
  }

  /** The system takes its messages from here. */
  public TestSystem feed(TestSystem system) {
    return system
        .with("kafka.brokers", brokers)
        .with("kafka.topic", name)
        .with("kafka.group", name);
  }

  /** Sends texts to the first partition, where they keep their order. */
  public void send(String... texts) throws Exception {
    produce(
        Map.of(),
        producer -> {
          List<Future<?>> sent = new ArrayList<>();
          for (String text : texts) {
            sent.add(producer.send(record(0, text.getBytes(StandardCharsets.UTF_8), Map.of())));
          }
          for (Future<?> one : sent) {
            one.get();
          }
        });
  }

  /** Sends one record. */
  public void send(ProducerRecord<byte[], byte[]> message) throws Exception {
    produce(Map.of(), producer -> producer.send(message).get());
  }

  /**
   * A record of this topic.
   *
   * @param value null for none
   */
  public ProducerRecord<byte[], byte[]> record(
      int partition, byte[] value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(name, partition, null, value);
    headers.forEach(
        (header, text) -> message.headers().add(header, text.getBytes(StandardCharsets.UTF_8)));
    return message;
  }

  /** Works with a producer of those settings. */
  public void produce(Map<String, Object> settings, Work work) throws Exception {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", brokers);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
      work.with(producer);
    }
  }

  /** Waits until the offsets of that many records are committed. */
  public void awaitCommitted(long records) {
    try (Admin admin = admin()) {
      Awaitility.await()
          .alias(records + " offsets are committed")
          .atMost(TIMEOUT)
          .until(() -> committed(admin), committed -> committed == records);
    }
  }

  /** The sum of the committed offsets over all partitions. */
  public long committed() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      return committed(admin);
    }
  }

  private long committed(Admin admin) throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(name)
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  /** The sum of the ends of all partitions. */
  public long end() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> ends =
          admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
              .map(partition -> new TopicPartition(name, partition.partition()))
              .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(found -> found.offset())
          .sum();
    }
  }

  /** Waits until that many consumers share the partitions. */
  public void awaitConsumers(int count) {
    Awaitility.await()
        .alias(count + " consumers")
        .atMost(TIMEOUT)
        .until(this::consumers, found -> found == count);
  }

  private long consumers() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      return admin.describeConsumerGroups(List.of(name)).all().get().get(name).members().stream()
          .map(MemberDescription::assignment)
          .filter(assignment -> !assignment.topicPartitions().isEmpty())
          .count();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", brokers));
  }
}

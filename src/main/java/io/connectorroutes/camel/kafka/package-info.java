/**
 * Records of the Kafka topic. Begin with {@link io.connectorroutes.camel.kafka.KafkaIntake}, its
 * one door, beside {@code routes/intake/kafka.camel.yaml}; then {@link
 * io.connectorroutes.camel.kafka.KafkaRecords} (what is read, and when its offset is committed).
 */
package io.connectorroutes.camel.kafka;

package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.topic.TopicRecord;
import java.time.Instant;

/**
 * A call in a record of its own.
 *
 * @param id its request id, or empty
 * @param recordTime the record's own time in milliseconds, or -1 for none
 * @param believed whether its time may be believed
 */
record TestCall(
    String tenant,
    Instant time,
    String model,
    String id,
    String cost,
    long recordTime,
    boolean believed) {

  /** At a time of the first of January. */
  static TestCall at(String tenant, String time) {
    return new TestCall(tenant, time(time), "m", "", "0.5", -1, true);
  }

  static Instant time(String time) {
    return Instant.parse("2026-01-01T" + time + "Z");
  }

  TestCall model(String other) {
    return new TestCall(tenant, time, other, id, cost, recordTime, believed);
  }

  TestCall id(String other) {
    return new TestCall(tenant, time, model, other, cost, recordTime, believed);
  }

  TestCall cost(String other) {
    return new TestCall(tenant, time, model, id, other, recordTime, believed);
  }

  /** In a record that says when it was written. */
  TestCall written(String at) {
    return new TestCall(tenant, time, model, id, cost, time(at).toEpochMilli(), believed);
  }

  TestCall notBelieved() {
    return new TestCall(tenant, time, model, id, cost, recordTime, false);
  }

  String json() {
    return String.format(
        "{\"tenant_id\":\"%s\",\"timestamp\":\"%s\",\"provider\":\"p\",\"model\":\"%s\","
            + "\"request_id\":\"%s\",\"cost_usd\":\"%s\"}",
        tenant, time, model, id, cost);
  }

  TopicRecord record(long offset) {
    return new TopicRecord(offset, recordTime, json().getBytes(UTF_8));
  }
}

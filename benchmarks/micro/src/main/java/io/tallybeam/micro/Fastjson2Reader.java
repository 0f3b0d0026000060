package io.tallybeam.micro;

import com.alibaba.fastjson2.JSONReader;

/** By fastjson2, over the bytes. */
final class Fastjson2Reader implements LineReader {

  @Override
  public WantedFields read(byte[] line) {
    String tenant = null;
    String provider = null;
    String model = null;
    boolean cacheHit = false;
    int input = 0;
    int output = 0;
    int latency = 0;
    double cost = 0;
    boolean failed = false;
    long time = 0;
    try (JSONReader reader = JSONReader.of(line)) {
      reader.nextIfObjectStart();
      while (!reader.nextIfObjectEnd()) {
        switch (reader.readFieldName()) {
          case "tenant_id" -> tenant = reader.readString();
          case "provider" -> provider = reader.readString();
          case "model" -> model = reader.readString();
          case "cache_hit" -> cacheHit = reader.readBoolValue();
          case "tokens_input" -> input = reader.readInt32Value();
          case "tokens_output" -> output = reader.readInt32Value();
          case "latency_ms" -> latency = reader.readInt32Value();
          case "cost_usd" -> cost = reader.readDoubleValue();
          case "success" -> failed = !reader.readBoolValue();
          case "timestamp" -> time = WantedFields.millis(reader.readString());
          default -> reader.skipValue();
        }
      }
    }
    return new WantedFields(
        tenant, provider, model, cacheHit, input, output, latency, cost, failed, time);
  }
}

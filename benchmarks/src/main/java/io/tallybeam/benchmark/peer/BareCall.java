package io.tallybeam.benchmark.peer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** One event, read over the one before it. */
final class BareCall {

  private String tenant;
  private String provider;
  private String model;
  private long minutes;
  boolean hit;
  boolean failed;
  long input;
  long output;
  long latency;
  double cost;

  /** Reads the object that the parser has just entered, to its end. */
  void read(JsonParser parser) throws IOException {
    provider = "unknown";
    model = "unknown";
    hit = false;
    failed = false;
    input = -1;
    output = -1;
    latency = -1;
    cost = 0;
    String field;
    while ((field = parser.nextFieldName()) != null) {
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "tenant_id" -> tenant = parser.getText();
        case "provider" -> provider = parser.getText();
        case "model" -> model = parser.getText();
        case "cache_hit" -> hit = parser.getBooleanValue();
        case "success" -> failed = !parser.getBooleanValue();
        case "tokens_input" -> input = parser.getLongValue();
        case "tokens_output" -> output = parser.getLongValue();
        case "latency_ms" -> latency = parser.getLongValue();
        case "cost_usd" -> cost = parser.getDoubleValue();
        case "timestamp" -> minutes = BareLoop.minutes(parser.getText());
        default -> parser.skipChildren();
      }
    }
  }

  BareKey key(int windowMinutes) {
    return new BareKey(Math.floorDiv(minutes, (long) windowMinutes), tenant, provider, model);
  }
}

package io.tallybeam.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** By Jackson's streaming parser. */
final class JacksonReader implements LineReader {

  private final JsonFactory json = new JsonFactory();

  @Override
  public WantedFields read(byte[] line) throws IOException {
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
    try (JsonParser parser = json.createParser(line)) {
      parser.nextToken();
      String field;
      while ((field = parser.nextFieldName()) != null) {
        parser.nextToken();
        switch (field) {
          case "tenant_id" -> tenant = parser.getText();
          case "provider" -> provider = parser.getText();
          case "model" -> model = parser.getText();
          case "cache_hit" -> cacheHit = parser.getBooleanValue();
          case "tokens_input" -> input = parser.getIntValue();
          case "tokens_output" -> output = parser.getIntValue();
          case "latency_ms" -> latency = parser.getIntValue();
          case "cost_usd" -> cost = parser.getDoubleValue();
          case "success" -> failed = !parser.getBooleanValue();
          case "timestamp" -> time = WantedFields.millis(parser.getText());
          default -> parser.skipChildren();
        }
      }
    }
    return new WantedFields(
        tenant, provider, model, cacheHit, input, output, latency, cost, failed, time);
  }
}

package io.tallybeam.micro;

import com.dslplatform.json.BoolConverter;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import com.dslplatform.json.NumberConverter;
import com.dslplatform.json.StringConverter;
import java.io.IOException;

/** By DSL-JSON. */
final class DslJsonReader implements LineReader {

  private final JsonReader<Object> reader = new DslJson<>().newReader();

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
    reader.process(line, line.length);
    reader.getNextToken();
    do {
      reader.getNextToken();
      String field = reader.readKey();
      switch (field) {
        case "tenant_id" -> tenant = StringConverter.deserialize(reader);
        case "provider" -> provider = StringConverter.deserialize(reader);
        case "model" -> model = StringConverter.deserialize(reader);
        case "cache_hit" -> cacheHit = BoolConverter.deserialize(reader);
        case "tokens_input" -> input = NumberConverter.deserializeInt(reader);
        case "tokens_output" -> output = NumberConverter.deserializeInt(reader);
        case "latency_ms" -> latency = NumberConverter.deserializeInt(reader);
        case "cost_usd" -> cost = NumberConverter.deserializeDouble(reader);
        case "success" -> failed = !BoolConverter.deserialize(reader);
        case "timestamp" -> time = WantedFields.millis(StringConverter.deserialize(reader));
        default -> {
          reader.skip();
          continue;
        }
      }
      reader.getNextToken();
    } while (reader.last() == ',');
    return new WantedFields(
        tenant, provider, model, cacheHit, input, output, latency, cost, failed, time);
  }
}

package io.tallybeam.event;

/**
 * The events of {@code matih.ai.llm-ops}: one JSON object a line.
 *
 * <p>Read are {@code tenant_id}, {@code provider}, {@code model}, {@code cache_hit}, {@code
 * tokens_input}, {@code tokens_output}, {@code latency_ms}, {@code cost_usd}, {@code success},
 * {@code timestamp}, {@code request_id} and {@code event_id}; of who caused the call {@code
 * team_id}, {@code user_id}, {@code api_key} (of which the SHA-256 is kept) or {@code
 * api_key_hash}, {@code project_id} and {@code tags} (a list, or an object with a weight for each);
 * of what it used {@code service_tier}, {@code region}, {@code web_searches} and, as parts of the
 * tokens in and out, {@code tokens_cached}, {@code tokens_cache_write}, {@code
 * tokens_cache_write_1h}, {@code tokens_reasoning} and {@code tokens_{audio,image}_{input,output}}.
 * Other fields are ignored, and null is the same as absent.
 *
 * <p>Where a line has several faults, one reason is given: bytes that are not UTF-8, else a fault
 * of the syntax, else the first faulty field in the order of the line, else a missing tenant, else
 * a missing timestamp. The time of a reject is known wherever the syntax is good and the line has
 * exactly one, readable timestamp.
 */
public enum LlmOpsFormat implements EventFormat {
  /** The only one: it has no state and no options. */
  INSTANCE;

  @Override
  public Parsed parse(byte[] bytes, int offset, int length) {
    LlmOpsFields fields = new LlmOpsFields();
    return JsonLine.read(bytes, offset, length, fields)
        .<Parsed>map(reject -> reject)
        .orElseGet(fields::toParsed);
  }

  @Override
  public EventParser newParser() {
    return new LlmOpsParser(this::parse);
  }
}

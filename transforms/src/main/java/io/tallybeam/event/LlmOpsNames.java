package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallybeam.bytes.ByteHash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of {@link LlmOpsFormat} that are read, by number. */
final class LlmOpsNames {

  static final int IGNORED = -1;
  static final int TENANT = 0;
  static final int PROVIDER = 1;
  static final int MODEL = 2;
  static final int CACHE_HIT = 3;
  static final int TOKENS_INPUT = 4;
  static final int TOKENS_OUTPUT = 5;
  static final int LATENCY = 6;
  static final int COST = 7;
  static final int SUCCESS = 8;
  static final int TIMESTAMP = 9;
  static final int REQUEST_ID = 10;
  static final int EVENT_ID = 11;
  static final int TEAM = 12;
  static final int USER = 13;
  static final int API_KEY = 14;
  static final int API_KEY_HASH = 15;
  static final int PROJECT = 16;
  static final int TAGS = 17;
  static final int SERVICE = 18;
  static final int REGION = 19;

  /** This one and those behind it are counts, in the order of {@link UsageDetails}. */
  static final int CACHED = 20;

  private static final List<String> NAMES =
      List.of(
          "tenant_id",
          "provider",
          "model",
          "cache_hit",
          "tokens_input",
          "tokens_output",
          "latency_ms",
          "cost_usd",
          "success",
          "timestamp",
          "request_id",
          "event_id",
          "team_id",
          "user_id",
          "api_key",
          "api_key_hash",
          "project_id",
          "tags",
          "service_tier",
          "region",
          "tokens_cached",
          "tokens_cache_write",
          "tokens_cache_write_1h",
          "tokens_reasoning",
          "tokens_audio_input",
          "tokens_audio_output",
          "tokens_image_input",
          "tokens_image_output",
          "web_searches");

  /** How many there are. */
  static final int COUNT = NAMES.size();

  /** How many counts there are. */
  static final int COUNTS = COUNT - CACHED;

  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  /** An open-addressing table of the names' bytes. */
  private static final byte[][] SLOTS = new byte[256][];

  private static final int[] SLOT_NUMBERS = new int[SLOTS.length];

  static {
    for (int number = 0; number < COUNT; number++) {
      NUMBERS.put(NAMES.get(number), number);
      byte[] name = NAMES.get(number).getBytes(US_ASCII);
      int slot = slotOf(name, 0, name.length);
      while (SLOTS[slot] != null) {
        slot = (slot + 1) % SLOTS.length;
      }
      SLOTS[slot] = name;
      SLOT_NUMBERS[slot] = number;
    }
  }

  private LlmOpsNames() {}

  private static int slotOf(byte[] bytes, int offset, int length) {
    return ByteHash.toInt(ByteHash.of(0, bytes, offset, length)) & (SLOTS.length - 1);
  }

  /** The number of the field with that name, or {@link #IGNORED}. */
  static int of(String name) {
    return NUMBERS.getOrDefault(name, IGNORED);
  }

  /** The same for a name in bytes. */
  static int of(byte[] bytes, int offset, int length) {
    int slot = slotOf(bytes, offset, length);
    for (byte[] name = SLOTS[slot]; name != null; name = SLOTS[slot]) {
      if (Arrays.equals(name, 0, name.length, bytes, offset, offset + length)) {
        return SLOT_NUMBERS[slot];
      }
      slot = (slot + 1) % SLOTS.length;
    }
    return IGNORED;
  }
}

package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Opens parsers of JSON in UTF-8, whose answers depend on nothing but the bytes. */
final class JsonBytes {

  /** How deep objects and arrays may be nested, the outermost counted as 1. */
  static final int MAX_DEPTH = 1000;

  /** Field names of longer lines are not remembered: they may be as long as these. */
  static final int SHARED_BYTES = 4096;

  private static final Utf8Factory FACTORY = new Utf8Factory(settings());

  private JsonBytes() {}

  /** A parser of {@code bytes[offset, offset + length)}, which must be valid UTF-8. */
  static JsonParser open(byte[] bytes, int offset, int length) throws IOException {
    return FACTORY.createParser(bytes, offset, length);
  }

  /** A parser of a text. */
  static JsonParser ofText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return open(bytes, 0, bytes.length);
  }

  /** How many field names of earlier lines are remembered. */
  static int rememberedNames() {
    return FACTORY.rememberedNames();
  }

  private static JsonFactoryBuilder settings() {
    JsonFactoryBuilder settings = new JsonFactoryBuilder();
    settings
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                // A line is in memory when it is parsed, so that its own length bounds these. What
                // is too long in a field that is read is decided there.
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .recyclerPool(JsonRecyclerPools.threadLocalPool())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // Hostile field names must not fill the string table of the virtual machine.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // Names of earlier lines are remembered. Failing when many of them collide would make the
        // answer for a line depend on the lines before it; the table is emptied instead.
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW);
    return settings;
  }

  /** Takes bytes for UTF-8, where Jackson's own factory guesses UTF-16 and UTF-32 from zeros. */
  private static final class Utf8Factory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    Utf8Factory(JsonFactoryBuilder settings) {
      super(settings);
    }

    int rememberedNames() {
      return _byteSymbolCanonicalizer.size();
    }

    @Override
    protected JsonParser _createParser(byte[] bytes, int offset, int length, IOContext context) {
      return new UTF8StreamJsonParser(
          context,
          _parserFeatures,
          null,
          _objectCodec,
          (length <= SHARED_BYTES ? _byteSymbolCanonicalizer : ByteQuadsCanonicalizer.createRoot())
              .makeChild(_factoryFeatures),
          bytes,
          offset,
          offset + length,
          0,
          false);
    }
  }
}

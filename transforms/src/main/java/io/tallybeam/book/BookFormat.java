package io.tallybeam.book;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The formats of price files. Adding one is adding a constant. */
public enum BookFormat {
  /** Tallybeam's own, see {@link YamlBook}. */
  YAML(".*\\.ya?ml") {
    @Override
    BookFile read(String name, byte[] bytes) {
      return YamlBook.read(name, bytes);
    }
  },
  /** LiteLLM's price map as it is, see {@link LiteLlmMap}. */
  LITELLM(".*\\.json") {
    @Override
    BookFile read(String name, byte[] bytes) {
      return LiteLlmMap.read(name, bytes);
    }
  };

  private final Pattern names;

  BookFormat(String names) {
    this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** The format of a file by its extension, if it is a price file at all. */
  public static Optional<BookFormat> of(String fileName) {
    return Arrays.stream(values())
        .filter(format -> format.names.matcher(fileName).matches())
        .findFirst();
  }

  /** Reads a file. What is wrong with it is among the findings. */
  abstract BookFile read(String name, byte[] bytes);
}

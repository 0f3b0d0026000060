package io.tallybeam.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Price books for tests. */
public final class Books {

  private static final Path STARTING = Path.of("..", "testdata", "prices");

  private Books() {}

  /** The book in {@code testdata/prices}. */
  public static PriceBook starting() {
    return good(load(STARTING));
  }

  /** A book of one file of ours. */
  public static PriceBook yaml(String text) {
    return good(LoadedBook.of(Map.of("book.yaml", text.getBytes(UTF_8))));
  }

  /** A book of LiteLLM's maps, by date. */
  public static PriceBook maps(Map<String, String> textByDate) {
    return good(read(textByDate));
  }

  static LoadedBook read(Map<String, String> textByDate) {
    Map<String, byte[]> contents = new TreeMap<>();
    textByDate.forEach(
        (date, text) -> contents.put("litellm-" + date + ".json", text.getBytes(UTF_8)));
    return LoadedBook.of(contents);
  }

  static LoadedBook load(Path folder) {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return LoadedBook.of(contents);
  }

  private static PriceBook good(LoadedBook loaded) {
    if (!loaded.errors().isEmpty()) {
      throw new AssertionError(loaded.errors());
    }
    return loaded.book();
  }
}

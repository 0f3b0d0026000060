package io.tallybeam.prices;

import io.tallybeam.book.BookFormat;
import io.tallybeam.book.Finding;
import io.tallybeam.book.LoadedBook;
import io.tallybeam.book.PriceBook;
import io.tallybeam.error.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Reads the files of a price book. */
public final class PriceFiles {

  /** Above this size a file is no price file. */
  private static final long MAX_BYTES = 64L << 20;

  private PriceFiles() {}

  /**
   * The book, which is good.
   *
   * @throws UserError if there is none, or something is wrong with it
   */
  public static PriceBook book(List<String> prices) {
    LoadedBook loaded = load(prices);
    requireGood(loaded);
    return loaded.book();
  }

  /**
   * The book with all that is to be said about it.
   *
   * @param prices folders, files or globs
   * @throws UserError if there is no price file, or one cannot be read
   */
  static LoadedBook load(List<String> prices) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String spec : prices) {
      List<Metadata> files = files(spec);
      if (files.stream().noneMatch(PriceFiles::isPriceFile)) {
        throw mistake(spec, "no price file there; they end in .yaml, .yml or .json");
      }
      files.forEach(file -> contents.put(file.resourceId().toString(), read(file)));
    }
    if (contents.isEmpty()) {
      throw new UserError("--prices: none is given; name a folder, a file or a glob");
    }
    return LoadedBook.of(contents);
  }

  /**
   * Refuses a book with errors.
   *
   * @throws UserError that tells the first one
   */
  static void requireGood(LoadedBook loaded) {
    List<Finding> errors = loaded.errors();
    if (!errors.isEmpty()) {
      String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more errors)";
      throw new UserError(errors.get(0) + more);
    }
  }

  /**
   * What can be seen of the files without reading them: equal as long as none changed.
   *
   * @throws UserError if they cannot be listed
   */
  static List<String> fingerprint(List<String> prices) {
    return prices.stream()
        .flatMap(spec -> files(spec).stream())
        .filter(PriceFiles::isPriceFile)
        .map(file -> file.resourceId() + " " + file.sizeBytes() + " " + file.lastModifiedMillis())
        .sorted()
        .toList();
  }

  private static List<Metadata> files(String spec) {
    if (spec.isBlank()) {
      throw mistake(spec, "an empty name; name a folder, a file or a glob");
    }
    List<Metadata> files = withoutFolders(match(spec));
    return files.isEmpty() ? withoutFolders(match(spec.replaceFirst("/*$", "/*"))) : files;
  }

  private static List<Metadata> withoutFolders(List<Metadata> found) {
    return found.stream().filter(one -> !one.resourceId().isDirectory()).toList();
  }

  private static List<Metadata> match(String spec) {
    try {
      MatchResult result = FileSystems.match(spec);
      return result.status() == MatchResult.Status.NOT_FOUND ? List.of() : result.metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException | RuntimeException e) {
      // Clients of object storage have errors of their own.
      throw new UserError("--prices=" + spec + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isPriceFile(Metadata file) {
    return BookFormat.of(file.resourceId().toString()).isPresent();
  }

  private static byte[] read(Metadata file) {
    String name = file.resourceId().toString();
    if (!isPriceFile(file)) {
      return new byte[0];
    }
    if (file.sizeBytes() > MAX_BYTES) {
      throw new UserError(name + ": is too large for a price file");
    }
    try (InputStream in = Channels.newInputStream(FileSystems.open(file.resourceId()))) {
      return in.readAllBytes();
    } catch (IOException | RuntimeException e) {
      throw new UserError(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static UserError mistake(String spec, String problem) {
    return new UserError("--prices=" + spec + ": " + problem);
  }
}

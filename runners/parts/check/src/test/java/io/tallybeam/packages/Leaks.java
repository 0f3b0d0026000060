package io.tallybeam.packages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Texts from many places, in which a secret is looked for. */
final class Leaks {

  private final Map<String, String> places = new TreeMap<>();

  void add(String place, String text) {
    places.merge(place, text, String::concat);
  }

  /** All files below, as their bytes are; those that are deleted meanwhile are none. */
  void addFiles(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      // The jar itself, as it was handed in.
      if (!file.getFileName().toString().startsWith("blob_")) {
        try {
          add(file.toString(), Files.readString(file, ISO_8859_1));
        } catch (NoSuchFileException e) {
          // A checkpoint that was followed by another.
        }
      }
    }
  }

  /** Where {@code text} is, as it is or in UTF-16. */
  List<String> placesOf(String text) {
    String wide = text.replaceAll("(?<=.)(?=.)", "\0");
    List<String> found = new ArrayList<>();
    places.forEach(
        (place, content) -> {
          if (content.contains(text) || content.contains(wide)) {
            found.add(place);
          }
        });
    return found;
  }
}

package io.tallybeam.book;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document of JSON or YAML. Scalars are their text, so that a decimal stays as it is written. A
 * null of JSON is as if it were not there; in YAML it is what a decimal comma leaves behind.
 */
sealed interface Tree {

  /** Named values, in order. */
  record Fields(Map<String, Tree> byName) implements Tree {}

  /** Values. */
  record Items(List<Tree> values) implements Tree {}

  /** The text of a string, number or boolean. */
  record Scalar(String text) implements Tree {}

  /** A name or a place without a value, in YAML. */
  record Nothing() implements Tree {}

  /** No more levels than any price file has. */
  int MAX_DEPTH = 20;

  /** The document, or a {@link Complaint} about what is wrong with it. */
  static Tree read(JsonFactory factory, byte[] bytes) throws Complaint {
    try (JsonParser parser = factory.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new Complaint("the file is empty");
      }
      Tree tree = value(parser, "", 0);
      if (parser.nextToken() != null) {
        throw new Complaint("there is more than one document in the file");
      }
      return tree;
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new Complaint(at + e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " "), e);
    } catch (IOException e) {
      throw new Complaint("cannot be read: " + e.getMessage(), e);
    }
  }

  private static Tree value(JsonParser parser, String path, int depth)
      throws IOException, Complaint {
    if (depth > MAX_DEPTH) {
      throw new Complaint(path + ": too many levels");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> fields(parser, path, depth);
      case START_ARRAY -> items(parser, path, depth);
      default -> scalar(parser, path);
    };
  }

  /** Of an alias the parser gives the name of what it stands for as if that were its text. */
  private static Tree scalar(JsonParser parser, String path) throws IOException, Complaint {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new Complaint(
          path + ": *" + parser.getText() + " is an alias, which is not read; write the value");
    }
    if (isNull(parser) && parser instanceof YAMLParser) {
      return new Nothing();
    }
    return new Scalar(parser.getText());
  }

  private static Tree fields(JsonParser parser, String path, int depth)
      throws IOException, Complaint {
    Map<String, Tree> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String below = path.isEmpty() ? name : path + "." + name;
      parser.nextToken();
      Tree value = value(parser, below, depth + 1);
      if (fields.containsKey(name)) {
        throw new Complaint(below + ": stands twice");
      }
      if (!isNull(parser) || value instanceof Nothing) {
        fields.put(name, value);
      }
    }
    return new Fields(fields);
  }

  private static boolean isNull(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  private static Tree items(JsonParser parser, String path, int depth)
      throws IOException, Complaint {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, path + "[" + items.size() + "]", depth + 1));
    }
    return new Items(items);
  }
}

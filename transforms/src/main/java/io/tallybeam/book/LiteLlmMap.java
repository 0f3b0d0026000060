package io.tallybeam.book;

import com.fasterxml.jackson.core.JsonFactory;
import io.tallybeam.window.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * LiteLLM's price map as it is: one object of models, in USD a token, call or search.
 *
 * <p>A file is a snapshot of all prices there are, in force from the date in its name, such as
 * {@code litellm-2026-03-30.json}, in UTC, until the next snapshot. Of several dates in a name the
 * last one counts. Without a date the file is of no use, as prices without a time would price the
 * past anew whenever they change.
 */
final class LiteLlmMap {

  private static final String KIND = "LiteLLM";
  private static final String SAMPLE = "sample_spec";
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?!.*\\d{4}-\\d{2})");
  private static final JsonFactory JSON = new JsonFactory();

  private LiteLlmMap() {}

  static BookFile read(String file, byte[] bytes) {
    List<Finding> findings = new ArrayList<>();
    List<PriceEntry> entries = new ArrayList<>();
    long from = BookFile.NO_SNAPSHOT;
    try {
      from = dateOf(file);
      if (!(Tree.read(JSON, bytes) instanceof Tree.Fields models)) {
        throw new Complaint("is not an object of models");
      }
      entries(models, new TimeRange(from, Long.MAX_VALUE), file, entries, findings);
      if (entries.isEmpty() && findings.stream().noneMatch(Finding::isError)) {
        throw new Complaint("has no model with a rate, so that all would be unpriced from then on");
      }
    } catch (Complaint e) {
      findings.add(Finding.error(file, "", e.getMessage()));
    }
    return new BookFile(file, KIND, from, entries, findings);
  }

  private static long dateOf(String file) throws Complaint {
    Matcher date = DATE.matcher(file.substring(file.lastIndexOf('/') + 1));
    OptionalLong from = date.find() ? BookTime.parse(date.group()) : OptionalLong.empty();
    return from.orElseThrow(
        () ->
            new Complaint(
                "a LiteLLM map needs the date it is in force from in its name, such as"
                    + " litellm-2026-03-30.json"));
  }

  private static void entries(
      Tree.Fields models,
      TimeRange effective,
      String file,
      List<PriceEntry> entries,
      List<Finding> findings) {
    Map<String, Integer> unused = new TreeMap<>();
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, Tree> model : models.byName().entrySet()) {
      if (model.getKey().equals(SAMPLE)) {
        continue;
      }
      try {
        LiteLlmEntry.read(
                model.getKey(),
                model.getValue(),
                effective,
                file,
                key -> unused.merge(key, 1, Integer::sum))
            .ifPresentOrElse(entries::add, () -> silent.add(model.getKey()));
      } catch (Complaint e) {
        findings.add(Finding.error(file, model.getKey(), e.getMessage()));
      }
    }
    if (!silent.isEmpty()) {
      findings.add(
          Finding.note(
              file,
              "",
              "without a rate, or with zeros alone, and so unpriced: "
                  + String.join(", ", silent)));
    }
    if (!unused.isEmpty()) {
      findings.add(Finding.note(file, "", "keys not used: " + text(unused)));
    }
  }

  private static String text(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getKey() + " (" + count.getValue() + ")")
        .collect(Collectors.joining(", "));
  }
}

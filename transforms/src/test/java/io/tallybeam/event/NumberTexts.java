package io.tallybeam.event;

import java.util.Random;

/** Texts of JSON numbers: of all sizes, and often on an edge. */
final class NumberTexts {

  private NumberTexts() {}

  static String any(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "-" : "");
    text.append(random.nextInt(3) == 0 ? "0" : (1 + random.nextInt(9)) + digits(random, 22));
    if (random.nextBoolean()) {
      text.append('.').append(random.nextInt(10)).append(digits(random, 22));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E')
          .append(new String[] {"", "+", "-"}[random.nextInt(3)])
          .append(random.nextInt(random.nextBoolean() ? 8 : 40));
    }
    return text.toString();
  }

  /** Digits with runs of zeros and nines, and with fives at the end, where rounding is at stake. */
  private static String digits(Random random, int most) {
    StringBuilder digits = new StringBuilder();
    int runs = random.nextInt(4);
    for (int i = 0; i < runs; i++) {
      String digit = random.nextBoolean() ? "0" : Integer.toString(random.nextInt(10));
      digits.append(digit.repeat(random.nextInt(1 + most / 2)));
    }
    digits.append(random.nextInt(3) == 0 ? "5" : "");
    return digits.substring(0, Math.min(most, digits.length()));
  }
}

package io.tallybeam.maintain;

import java.util.List;

/**
 * What became of one table.
 *
 * @param name its name
 * @param before how it was
 * @param after how it is, or would be
 * @param orphans how many orphans went, or would go
 * @param orphanBytes their size
 * @param notes what was left alone, and why; a line each
 */
record TableReport(
    String name,
    TableState before,
    TableState after,
    int orphans,
    long orphanBytes,
    List<String> notes) {}

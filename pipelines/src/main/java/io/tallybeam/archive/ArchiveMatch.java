package io.tallybeam.archive;

import java.util.List;

/**
 * What globs match.
 *
 * @param files the files that are read, at least one, each once, sorted by path
 * @param leftOut the paths of files that wildcards match and that are not read, as their names tell
 *     that they hold no events: sorted
 */
public record ArchiveMatch(List<ArchiveFile> files, List<String> leftOut) {}

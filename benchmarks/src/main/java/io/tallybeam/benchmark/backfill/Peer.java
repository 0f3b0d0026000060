package io.tallybeam.benchmark.backfill;

/**
 * One of those that are compared.
 *
 * @param name as {@code --peers} takes it
 * @param description for people
 * @param program what runs
 * @param start how it is started
 */
record Peer(String name, String description, Program program, Start start) {}

package io.tallybeam.sink;

import java.io.Serializable;

/**
 * What the commits of a run carry and obey.
 *
 * @param id unique to the run
 * @param pipeline the name of the pipeline
 * @param source the source of the events, as in the ledger
 * @param rejectsAllowed the share of rejects above which nothing is committed
 */
public record RunFacts(String id, String pipeline, String source, double rejectsAllowed)
    implements Serializable {}

/**
 * {@code export-focus}: a month of costs as a file of FOCUS 1.2, the FinOps Open Cost and Usage
 * Specification.
 *
 * <p>Reads the tables and writes files of its own; what a row costs is decided elsewhere. No amount
 * is ever a floating-point number here.
 */
package io.tallybeam.focus;

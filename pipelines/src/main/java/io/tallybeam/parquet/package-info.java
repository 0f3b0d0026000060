/**
 * Data files of Iceberg tables in Parquet, written column by column. What rows mean, and what
 * becomes of their files, is not known here.
 */
package io.tallybeam.parquet;

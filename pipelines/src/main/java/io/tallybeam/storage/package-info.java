/**
 * Object storage: how Beam's clients of S3 are made, and what of their options is not taken. What
 * is read and written is elsewhere, by the names of files.
 */
package io.tallybeam.storage;

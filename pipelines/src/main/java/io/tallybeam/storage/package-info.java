/**
 * Where files are: how Beam's clients of S3 are made, what of their options is not taken, and what
 * is a folder of this machine. What is read and written is elsewhere, by the names of files.
 */
package io.tallybeam.storage;

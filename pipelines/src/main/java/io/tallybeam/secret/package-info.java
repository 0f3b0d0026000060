/**
 * Values of options that are secrets: options can be seen by others, so they hold references, and
 * what these stand for is read on the machine that uses it.
 */
package io.tallybeam.secret;

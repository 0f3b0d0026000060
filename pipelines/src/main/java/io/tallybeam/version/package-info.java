/** What this build is made of: its version, and those of the libraries it runs on. */
package io.tallybeam.version;

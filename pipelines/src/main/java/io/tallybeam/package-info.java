/** The list of pipelines; each lives in a package of its own below. */
package io.tallybeam;

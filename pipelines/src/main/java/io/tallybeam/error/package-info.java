/**
 * Errors for people: what a user can mend, and what stopped a run on purpose. Both say all in one
 * line; neither is ever shown with a stack trace unless asked for.
 */
package io.tallybeam.error;

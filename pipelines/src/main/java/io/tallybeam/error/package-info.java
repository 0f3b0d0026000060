/**
 * Errors for people: what a user can mend, and what stopped a run on purpose. Both say all in one
 * line; neither is ever shown with a stack trace unless asked for. And how a runner is told that a
 * failure is final. Nothing here decides what fails.
 */
package io.tallybeam.error;

/** Tests of {@code runners/services}: real servers, in processes of their own. */
package io.tallybeam.services;

/** Tallybeam on Beam's Direct runner: its defaults and its main. */
package io.tallybeam.direct;

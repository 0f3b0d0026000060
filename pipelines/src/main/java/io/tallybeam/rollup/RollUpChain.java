package io.tallybeam.rollup;

import java.io.Serializable;
import java.util.List;

/**
 * Roll-ups that are refreshed one after the other, as each adds up the one before it.
 *
 * @param rollUps the first adds up windows
 */
record RollUpChain(List<RolledUp> rollUps) implements Serializable {

  RollUpChain {
    rollUps = List.copyOf(rollUps);
  }
}

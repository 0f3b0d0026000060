package io.tallybeam.maintain;

import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import java.io.IOException;

/** {@code maintain}: merges files, expires snapshots and removes orphans. */
public final class MaintainCommand implements PipelineCommand<MaintainOptions> {

  /** The command. */
  public MaintainCommand() {}

  @Override
  public String name() {
    return "maintain";
  }

  @Override
  public String summary() {
    return "Merges small files, expires snapshots and removes orphans, while others write.";
  }

  @Override
  public Class<MaintainOptions> options() {
    return MaintainOptions.class;
  }

  @Override
  public void run(MaintainOptions options, Terminal terminal) throws IOException {
    MaintainPlan plan = MaintainPlan.of(options, System.currentTimeMillis());
    new Maintenance(plan).run().print(terminal.out());
  }
}

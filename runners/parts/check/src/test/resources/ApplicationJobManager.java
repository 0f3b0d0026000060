import java.util.Arrays;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.deployment.application.executors.EmbeddedExecutor;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointUtils;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A JobManager that runs the main of the jar in its usrlib, as those of Flink's images do; they are
 * not among Maven's artifacts. Its arguments are the folder of its configuration, the main, and
 * what that is given.
 */
final class ApplicationJobManager extends ApplicationClusterEntryPoint {

  private ApplicationJobManager(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  public static void main(String[] args) throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
    configuration.set(DeploymentOptions.TARGET, EmbeddedExecutor.NAME);
    PackagedProgram program =
        DefaultPackagedProgramRetriever.create(
                ClusterEntrypointUtils.tryFindUserLibDirectory().orElseThrow(),
                args[1],
                Arrays.copyOfRange(args, 2, args.length),
                configuration)
            .getPackagedProgram();
    configureExecution(configuration, program);
    ClusterEntrypoint.runClusterEntrypoint(new ApplicationJobManager(configuration, program));
  }
}

package io.tallybeam.dataflow;

import com.google.api.services.dataflow.model.DataflowPackage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.dataflow.util.PackageUtil.StagedFile;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.options.PipelineOptions;

/** Stages nothing, and keeps what a job would have staged beside its files. */
public final class RecordingStager implements Stager {

  private static final Map<String, byte[]> STAGED = new ConcurrentHashMap<>();

  private final String job;

  private RecordingStager(String job) {
    this.job = job;
  }

  /** Called by Beam. */
  public static RecordingStager fromOptions(PipelineOptions options) {
    return new RecordingStager(options.getJobName());
  }

  /** What {@code job} staged as {@code name}. */
  static byte[] staged(String job, String name) {
    byte[] bytes = STAGED.get(job + "/" + name);
    if (bytes == null) {
      throw new AssertionError(job + " staged no " + name + ", but " + STAGED.keySet());
    }
    return bytes;
  }

  @Override
  public List<DataflowPackage> stageFiles(List<StagedFile> files) {
    return List.of();
  }

  @Override
  public DataflowPackage stageToFile(byte[] bytes, String name) {
    STAGED.put(job + "/" + name, bytes);
    return new DataflowPackage().setName(name).setLocation("gs://bucket/staging/" + name);
  }
}

package io.tallybeam.storage;

import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Beam's clients of S3, with the bucket in the path where {@code --endpoint} names a server: those
 * other than Amazon's seldom have a host name for each bucket. Found by its name.
 */
public final class S3Clients implements S3ClientBuilderFactory {

  /** Made by Beam. */
  public S3Clients() {}

  /** Makes clients so, unless the user has named a factory. */
  public static void prefer(PipelineOptions options) {
    S3Options s3 = options.as(S3Options.class);
    if (s3.getS3ClientFactoryClass() == DefaultS3ClientBuilderFactory.class) {
      s3.setS3ClientFactoryClass(S3Clients.class);
    }
  }

  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    return new DefaultS3ClientBuilderFactory()
        .createBuilder(options)
        .forcePathStyle(options.getEndpoint() != null);
  }
}

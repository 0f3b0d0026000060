package io.tallybeam.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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

  /**
   * A builder that is made when something is asked of it: Beam wants one at every start, also where
   * nothing is in S3, and a builder may look for its region on the network.
   */
  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    InvocationHandler late =
        (proxy, method, args) -> {
          try {
            return method.invoke(builder(options), args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (S3ClientBuilder)
        Proxy.newProxyInstance(
            S3Clients.class.getClassLoader(), new Class<?>[] {S3ClientBuilder.class}, late);
  }

  private static S3ClientBuilder builder(S3Options options) {
    return new DefaultS3ClientBuilderFactory()
        .createBuilder(options)
        .forcePathStyle(options.getEndpoint() != null);
  }
}

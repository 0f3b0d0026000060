package io.tallybeam.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

final class S3ClientsTest {

  private final S3Options options = PipelineOptionsFactory.as(S3Options.class);

  /** What is set behind the builder is what the client has: nobody looked for it before. */
  @Test
  void readsOptionsWhenAClientIsWanted() {
    S3Clients.prefer(options);
    S3ClientBuilder builder = new S3Clients().createBuilder(options);
    options.setAwsRegion(Region.of("eu-central-9"));
    options.setEndpoint(URI.create("http://localhost:9000"));

    try (S3Client client = builder.build()) {
      assertThat(client.serviceClientConfiguration().region(), is(Region.of("eu-central-9")));
      assertThat(
          client.utilities().getUrl(url -> url.bucket("archive").key("calls.ndjson")).toString(),
          is("http://localhost:9000/archive/calls.ndjson"));
    }
  }

  @Test
  void keepsTheFactoryThatAUserNames() {
    options.setS3ClientFactoryClass(Other.class);
    S3Clients.prefer(options);
    assertThat(options.getS3ClientFactoryClass() == Other.class, is(true));
  }

  /** A user's. */
  public static final class Other extends DefaultS3ClientBuilderFactory {}
}

package io.tallybeam.dataflow;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import java.time.Instant;
import java.util.Date;
import org.apache.beam.sdk.extensions.gcp.auth.CredentialFactory;
import org.apache.beam.sdk.options.PipelineOptions;

/** A token that nobody asks for. */
public final class OfflineCredentials implements CredentialFactory {

  private OfflineCredentials() {}

  /** Called by Beam. */
  public static OfflineCredentials fromOptions(PipelineOptions options) {
    return new OfflineCredentials();
  }

  @Override
  public Credentials getCredential() {
    return GoogleCredentials.create(
        new AccessToken("no token", Date.from(Instant.now().plusSeconds(3600))));
  }
}

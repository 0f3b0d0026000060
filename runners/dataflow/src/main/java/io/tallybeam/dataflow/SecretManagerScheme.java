package io.tallybeam.dataflow;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.ExponentialBackOff;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import io.tallybeam.error.UserError;
import io.tallybeam.secret.ReferenceScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code secret:projects/P/secrets/S/versions/V}: a version of a secret of Google's Secret Manager,
 * read with the service account of the machine that uses it.
 */
public final class SecretManagerScheme implements ReferenceScheme {

  static final String FORM = "secret:projects/P/secrets/S/versions/V";

  private static final Pattern VERSION =
      Pattern.compile(
          "projects/[^/?#]+/secrets/[A-Za-z0-9_-]+/versions/([0-9]+|[a-z][a-zA-Z0-9_-]*)");

  private static final int TIMEOUT_MILLIS = 20_000;

  /** Gives the credentials, which are looked for only where a secret is read. */
  @FunctionalInterface
  interface Credentials {
    HttpRequestInitializer find() throws IOException;
  }

  private final String service;
  private final Credentials credentials;

  /** Found by its name. */
  public SecretManagerScheme() {
    this(
        "https://secretmanager.googleapis.com",
        () ->
            new HttpCredentialsAdapter(
                GoogleCredentials.getApplicationDefault()
                    .createScoped("https://www.googleapis.com/auth/cloud-platform")));
  }

  SecretManagerScheme(String service, Credentials credentials) {
    this.service = service;
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return "secret";
  }

  @Override
  public String form() {
    return FORM;
  }

  @Override
  public String resolve(String what, String reference) {
    String version = reference.substring(name().length() + 1);
    if (!VERSION.matcher(version).matches()) {
      throw new UserError(what + " names no secret: expected " + FORM + ", not " + reference);
    }
    try {
      return access(version);
    } catch (HttpResponseException e) {
      throw new UserError(what + " cannot be read: " + reference + ": " + reason(e));
    } catch (IOException e) {
      throw new UserError(what + " cannot be read: " + reference + ": " + e.getMessage(), e);
    }
  }

  private String access(String version) throws IOException {
    HttpRequestInitializer authorized = credentials.find();
    HttpRequest request =
        new NetHttpTransport()
            .createRequestFactory(authorized)
            .buildGetRequest(new GenericUrl(service + "/v1/" + version + ":access"));
    request.setConnectTimeout(TIMEOUT_MILLIS).setReadTimeout(TIMEOUT_MILLIS);
    request.setParser(new JsonObjectParser(GsonFactory.getDefaultInstance()));
    retryWhileUnavailable(request);
    GenericJson answer = request.execute().parseAs(GenericJson.class);
    if (answer.get("payload") instanceof Map<?, ?> payload
        && payload.get("data") instanceof String data) {
      // Files of secrets often end in a line feed, as those of file: do.
      return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8).strip();
    }
    throw new IOException("the answer has no payload");
  }

  /** The credentials' own handler goes first: it renews a token that is not taken any more. */
  private static void retryWhileUnavailable(HttpRequest request) {
    var ofCredentials = request.getUnsuccessfulResponseHandler();
    var later = new HttpBackOffUnsuccessfulResponseHandler(new ExponentialBackOff());
    request.setUnsuccessfulResponseHandler(
        (failed, response, canRetry) ->
            (ofCredentials != null && ofCredentials.handleResponse(failed, response, canRetry))
                || later.handleResponse(failed, response, canRetry));
  }

  /** Not the message, which holds all of the answer. */
  private static String reason(HttpResponseException e) {
    return switch (e.getStatusCode()) {
      case 401, 403 ->
          "refused ("
              + e.getStatusCode()
              + "); give the service account roles/secretmanager.secretAccessor on it";
      case 404 -> "no such version of a secret (404)";
      default -> "Secret Manager answers " + e.getStatusCode();
    };
  }
}

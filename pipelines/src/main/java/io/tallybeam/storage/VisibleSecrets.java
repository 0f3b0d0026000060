package io.tallybeam.storage;

import io.tallybeam.error.UserError;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Secrets in options of Beam: these travel with the job, and a runner shows them. */
public final class VisibleSecrets {

  private static final Pattern CREDENTIALS =
      Pattern.compile("(?s)--awsCredentialsProvider=.*(Static|secretAccessKey|sessionToken).*");

  private static final Pattern PROXY = Pattern.compile("(?si)--proxyConfiguration=.*password.*");

  private VisibleSecrets() {}

  /**
   * Checks that none is given.
   *
   * @throws UserError if one is
   */
  public static void refuse(String... args) {
    if (Arrays.stream(args).anyMatch(arg -> CREDENTIALS.matcher(arg).matches())) {
      throw new UserError(
          "--awsCredentialsProvider: options can be seen by others: leave it out, and set"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role where workers"
              + " run");
    }
    if (Arrays.stream(args).anyMatch(arg -> PROXY.matcher(arg).matches())) {
      throw new UserError(
          "--proxyConfiguration: options can be seen by others: name a proxy that asks for no"
              + " password");
    }
    if (Arrays.stream(args)
        .anyMatch(arg -> arg.toLowerCase(Locale.ROOT).startsWith("--ssecustomerkey="))) {
      throw new UserError(
          "--SSECustomerKey: options can be seen by others: encrypt with --SSEKMSKeyId");
    }
  }
}

package io.tallybeam.topic;

import io.tallybeam.error.UserError;
import io.tallybeam.secret.Reference;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The properties of Kafka's client that a user may set, from a Java properties file on any file
 * system that Beam knows.
 *
 * <p>Only keys of a list are taken: others name classes to be loaded (CVE-2023-25194), or are set
 * by Tallybeam. Values of secrets are references; what they stand for is read, and checked, where a
 * client is opened.
 */
public final class ClientProperties {

  private static final String OPTION = "--clientProperties";
  private static final String JAAS = "sasl.jaas.config";
  private static final String HOST_NAMES = "ssl.endpoint.identification.algorithm";

  private static final Set<String> ALLOWED =
      Set.of(
          "security.protocol",
          "sasl.mechanism",
          JAAS,
          "sasl.kerberos.service.name",
          "ssl.protocol",
          "ssl.enabled.protocols",
          "ssl.cipher.suites",
          HOST_NAMES,
          "ssl.truststore.type",
          "ssl.truststore.location",
          "ssl.truststore.password",
          "ssl.truststore.certificates",
          "ssl.keystore.type",
          "ssl.keystore.location",
          "ssl.keystore.password",
          "ssl.keystore.key",
          "ssl.keystore.certificate.chain",
          "ssl.key.password",
          "client.rack",
          "client.dns.lookup",
          "isolation.level",
          "max.poll.records",
          "max.partition.fetch.bytes",
          "fetch.max.bytes",
          "fetch.min.bytes",
          "fetch.max.wait.ms",
          "receive.buffer.bytes",
          "send.buffer.bytes",
          "request.timeout.ms",
          "default.api.timeout.ms",
          "connections.max.idle.ms",
          "metadata.max.age.ms",
          "reconnect.backoff.ms",
          "reconnect.backoff.max.ms",
          "retry.backoff.ms",
          "retry.backoff.max.ms",
          "socket.connection.setup.timeout.ms",
          "socket.connection.setup.timeout.max.ms");

  /** Passwords, the text with the user's name and password, and a private key. */
  private static final Pattern SECRET =
      Pattern.compile("password|^sasl\\.jaas\\.config$|^ssl\\.keystore\\.key$");

  private static final Set<String> LOGIN_MODULES =
      Set.of(
          "org.apache.kafka.common.security.plain.PlainLoginModule",
          "org.apache.kafka.common.security.scram.ScramLoginModule",
          "com.sun.security.auth.module.Krb5LoginModule");

  private ClientProperties() {}

  /**
   * The properties in {@code file}, or none if that is empty.
   *
   * @throws UserError if the file cannot be read, or holds what is not allowed
   */
  public static Map<String, String> read(String file) {
    if (file.isEmpty()) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader =
        Channels.newReader(
            FileSystems.open(FileSystems.matchSingleFileSpec(file).resourceId()),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(OPTION + "=" + file + ": cannot be read as a properties file", e);
    }
    Map<String, String> checked = new LinkedHashMap<>();
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      String value = properties.getProperty(key).strip();
      check(OPTION + "=" + file + ": " + key, key, value);
      checked.put(key, value);
    }
    return checked;
  }

  private static void check(String what, String key, String value) {
    if (!ALLOWED.contains(key)) {
      throw new UserError(what + " is not a property that can be set here; remove it");
    }
    if (key.equals(HOST_NAMES) && !value.equals("https")) {
      throw new UserError(what + ": the names of the brokers are always checked; remove it");
    }
    if (key.equals("isolation.level") && !value.matches("read_(un)?committed")) {
      throw new UserError(what + ": expected read_committed or read_uncommitted");
    }
    if (SECRET.matcher(key).find()) {
      Reference.require(what, value);
    }
  }

  /**
   * The properties with references replaced by what they stand for on this machine.
   *
   * @throws UserError if a reference leads nowhere, or to a login module that is not allowed
   */
  static Map<String, String> resolve(Map<String, String> properties) {
    Map<String, String> resolved = new LinkedHashMap<>();
    properties.forEach(
        (key, value) -> resolved.put(key, Reference.resolve(OPTION + ": " + key, value)));
    String names = resolved.getOrDefault(HOST_NAMES, "https");
    if (!names.equals("https")) {
      throw new UserError(OPTION + ": " + HOST_NAMES + ": the names of the brokers are checked");
    }
    checkLogin(resolved.get(JAAS));
    return resolved;
  }

  private static void checkLogin(@Nullable String jaas) {
    if (jaas == null) {
      return;
    }
    List<AppConfigurationEntry> modules;
    try {
      // Kafka's own reading of the text: one of ours could be led astray.
      modules =
          JaasContext.loadClientContext(Map.of(JAAS, new Password(jaas))).configurationEntries();
    } catch (RuntimeException e) {
      // Without its cause, which may quote a piece of the text.
      throw new UserError(OPTION + ": " + JAAS + " is not what Kafka expects there");
    }
    if (!modules.stream()
        .map(AppConfigurationEntry::getLoginModuleName)
        .allMatch(LOGIN_MODULES::contains)) {
      throw new UserError(
          OPTION
              + ": "
              + JAAS
              + " names a login module other than "
              + new TreeSet<>(LOGIN_MODULES));
    }
  }
}

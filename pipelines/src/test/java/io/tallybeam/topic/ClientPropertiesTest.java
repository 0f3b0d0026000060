package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPropertiesTest {

  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"u; required\" password=\"canary\";";

  @TempDir Path folder;

  @Test
  void noFileIsNoProperty() {
    assertThat(ClientProperties.read(""), is(Map.of()));
  }

  @Test
  void whatIsAllowedIsTaken() throws IOException {
    Path file =
        write(
            "security.protocol=SASL_SSL",
            "sasl.mechanism = PLAIN",
            "sasl.jaas.config=file:" + secret(PLAIN),
            "ssl.truststore.password=env:TRUST",
            "isolation.level=read_uncommitted",
            "ssl.endpoint.identification.algorithm=https");
    assertThat(
        ClientProperties.read(file.toString()),
        is(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", "file:" + folder.resolve("secret"),
                "ssl.truststore.password", "env:TRUST",
                "isolation.level", "read_uncommitted",
                "ssl.endpoint.identification.algorithm", "https")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group.id=mine",
        "key.deserializer=a.Class",
        "value.deserializer=a.Class",
        "enable.auto.commit=true",
        "auto.offset.reset=latest",
        "bootstrap.servers=elsewhere:9092",
        "interceptor.classes=a.Class",
        "metric.reporters=a.Class",
        "sasl.login.class=a.Class",
        "sasl.client.callback.handler.class=a.Class",
        "security.providers=a.Class",
        "ssl.engine.factory.class=a.Class",
        "no.such.key=1",
        "ssl.endpoint.identification.algorithm=",
        "ssl.endpoint.identification.algorithm=none",
        "isolation.level=none",
        "ssl.key.password=canary",
        "ssl.keystore.key=canary",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule canary"
      })
  void whatIsNotAllowedNamesTheFileAndTheKey(String line) throws IOException {
    Path file = write("security.protocol=SSL", line);
    UserError e = assertThrows(UserError.class, () -> ClientProperties.read(file.toString()));
    String key = line.substring(0, line.indexOf('='));
    assertThat(
        e.getMessage(),
        allOf(
            containsString("--clientProperties=" + file + ": " + key),
            not(containsString("canary")),
            not(containsString("\n"))));
  }

  @Test
  void aFileThatCannotBeReadIsSaid() throws IOException {
    String missing = folder.resolve("missing").toString();
    UserError e = assertThrows(UserError.class, () -> ClientProperties.read(missing));
    assertThat(e.getMessage(), containsString("--clientProperties=" + missing));
    String broken = write("a=\\u00zz").toString();
    assertThrows(UserError.class, () -> ClientProperties.read(broken));
  }

  @Test
  void referencesAreReadWhereTheyAreUsed() throws IOException {
    Map<String, String> settings =
        Map.of("sasl.jaas.config", "file:" + secret(PLAIN), "client.rack", "a");
    assertThat(
        ClientProperties.resolve(settings),
        is(Map.of("sasl.jaas.config", PLAIN, "client.rack", "a")));
    UserError e =
        assertThrows(
            UserError.class,
            () ->
                ClientProperties.resolve(
                    Map.of("ssl.key.password", "env:TALLYBEAM_NO_SUCH_VARIABLE")));
    assertThat(e.getMessage(), containsString("ssl.key.password names an unset variable"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.security.auth.module.JndiLoginModule required user=\"canary\";",
        "com.sun.security.auth.module.LdapLoginModule required user=\"canary\";",
        "/**/com.sun.security.auth.module.JndiLoginModule/**/required a=\"canary\";",
        "org.apache.kafka.common.security.plain.PlainLoginModule required;"
            + " com.sun.security.auth.module.JndiLoginModule required a=\"canary\";",
        "an.other.LoginModule required a=\"canary\";",
        "org.apache.kafka.common.security.plain.PlainLoginModule canary",
        "canary",
        ""
      })
  void onlyKnownLoginModulesAreLoaded(String jaas) throws IOException {
    Map<String, String> settings = Map.of("sasl.jaas.config", "file:" + secret(jaas));
    UserError e = assertThrows(UserError.class, () -> ClientProperties.resolve(settings));
    assertThat(
        e.getMessage(), allOf(containsString("sasl.jaas.config"), not(containsString("canary"))));
    assertThat(e.getCause() == null, is(true));
  }

  @Test
  void theTextOfSettingsShowsNoValue() {
    TopicSettings settings =
        new TopicSettings(
            "host:1", "t", "g", TopicSettings.EARLIEST, Map.of("ssl.key.password", "env:CANARY"));
    assertThat(
        settings.toString(),
        allOf(containsString("ssl.key.password"), not(containsString("CANARY"))));
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("client.properties"), List.of(lines));
  }

  private Path secret(String text) throws IOException {
    return Files.writeString(folder.resolve("secret"), text + "\n");
  }
}

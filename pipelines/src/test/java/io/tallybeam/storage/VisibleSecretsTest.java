package io.tallybeam.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleSecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--awsCredentialsProvider|{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"a\"}",
        "--awsCredentialsProvider|{\"accessKeyId\":\"a\",\"secretAccessKey\":\"hidden\"}",
        "--SSECustomerKey|{\"key\":\"hidden\",\"algorithm\":\"AES256\"}",
      })
  void areRefusedWithoutQuotingThem(String option, String value) {
    UserError error =
        assertThrows(UserError.class, () -> VisibleSecrets.refuse("--x=y", option + "=" + value));

    assertThat(error.getMessage(), startsWith(option + ": "));
    assertThat(error.getMessage(), not(containsString("hidden")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--awsCredentialsProvider={\"@type\":\"DefaultCredentialsProvider\"}",
        "--SSEKMSKeyId=alias/key",
      })
  void whatOnlyNamesThemIsTaken(String arg) {
    assertDoesNotThrow(() -> VisibleSecrets.refuse(arg));
  }
}

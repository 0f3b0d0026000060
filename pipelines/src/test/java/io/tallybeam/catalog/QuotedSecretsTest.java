package io.tallybeam.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.table.LateEventsTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuotedSecretsTest {

  private static final String URI = "jdbc:postgresql://none/tables?user=u&password=x7-secret";

  @TempDir Path folder;

  @Test
  void areTakenOutOfWhatIsThrown() {
    QuotedSecrets secrets =
        CatalogSettings.secrets(Map.of("uri", URI, "jdbc.user", "Failed", "warehouse", "connect"));
    RuntimeException error =
        new IllegalStateException(
            "Failed to connect", new RuntimeException("no driver for " + URI));

    RuntimeException safe = secrets.without(error);

    assertThat(
        safe.getMessage(),
        is("IllegalStateException: Failed to connect; RuntimeException: no driver for ***"));
    assertThat(stackTrace(safe), not(containsString("x7-secret")));
    RuntimeException other = new IllegalStateException("not here");
    assertThat(secrets.without(other), is(sameInstance(other)));
  }

  /** No driver of it is in the build, which the JDK's manager of drivers says with the URI. */
  @Test
  void areNotInWhatADatabaseSays() throws Exception {
    Path uri = Files.writeString(folder.resolve("uri"), URI);
    CatalogSettings settings =
        CatalogSettings.parse("type=jdbc,warehouse=/tmp/w,uri=file:" + uri, "n");

    UserError error = assertThrows(UserError.class, () -> TableCatalog.open(settings));

    assertThat(stackTrace(error), containsString("Failed to connect"));
    assertThat(stackTrace(error), not(containsString("x7-secret")));
  }

  /** What becomes of a commit goes by the type. */
  @Test
  void areTakenOutOfErrorsOfTheSameType() {
    QuotedSecrets secrets = CatalogSettings.secrets(Map.of("uri", URI));
    for (RuntimeException error :
        List.of(
            new CommitFailedException("at %s", URI),
            new CommitStateUnknownException(new IllegalStateException(URI)),
            new NoSuchTableException("at %s", URI),
            new RESTException("at %s", URI))) {
      RuntimeException safe = secrets.without(error);

      assertThat(safe.getClass(), is((Object) error.getClass()));
      assertThat(safe.getMessage(), containsString("***"));
      assertThat(stackTrace(safe), not(containsString("x7-secret")));
    }
  }

  @Test
  void areNotInWhatACommitSays() {
    CatalogSettings edge =
        EdgeCatalog.settings(
            folder,
            "quoting",
            (table, commit) -> {
              throw new CommitStateUnknownException(new IllegalStateException("x7-secret is old"));
            });
    Map<String, String> properties = new HashMap<>(edge.properties());
    properties.put("credential", "x7-secret");
    try (TableCatalog catalog =
        TableCatalog.open(new CatalogSettings(properties, edge.namespace()))) {
      Table table = catalog.ensure(new LateEventsTable(), Map.of());
      CommitStateUnknownException error =
          assertThrows(
              CommitStateUnknownException.class,
              () -> table.updateProperties().set("a", "b").commit());

      assertThat(stackTrace(error), containsString("*** is old"));
      assertThat(stackTrace(error), not(containsString("x7-secret")));
    }
  }

  private static String stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

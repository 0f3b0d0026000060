package io.tallybeam.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InvocationTest {

  private static final String PROPERTY = "tallybeam.invocation";

  private final String before = System.getProperty(PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  /** Flink's application mode gives the jar by a relative address. */
  @ParameterizedTest
  @CsvSource({
    "file:/opt/my%20jars/tallybeam.jar, flink run tallybeam.jar",
    "file:usrlib/tallybeam.jar, flink run tallybeam.jar",
    "file:my%20tallybeam.jar, flink run my tallybeam.jar",
    "file:/opt/classes/, runners/run flink"
  })
  void namesTheJarOfAMain(String source, String words) throws Exception {
    System.clearProperty(PROPERTY);
    Invocation.fromJar("flink run", mainFrom(source));

    assertThat(Invocation.of("flink"), is(words));
  }

  private static Class<?> mainFrom(String source) throws IOException {
    String name = InvocationTest.class.getName();
    try (InputStream in = InvocationTest.class.getResourceAsStream("InvocationTest.class")) {
      byte[] bytes = in.readAllBytes();
      CodeSource from = new CodeSource(new URL(source), (Certificate[]) null);
      return new SecureClassLoader() {
        Class<?> define() {
          return defineClass(name, bytes, 0, bytes.length, from);
        }
      }.define();
    }
  }
}

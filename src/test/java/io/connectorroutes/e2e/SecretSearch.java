package io.connectorroutes.e2e;

import io.connectorroutes.testing.canary.Canaries;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * After each test of this package, nothing that the product left in the test's folders holds a
 * secret: no file of a home, no database's page or log. JUnit finds it by itself; what the product
 * printed is looked at by {@link Launched}.
 */
public final class SecretSearch implements AfterEachCallback {
  /** What these tests give the product that is secret. */
  static final Canaries SECRETS =
      new Canaries()
          .with("a change's password", Changes.PASSWORD)
          .with("the app's secret", CrashSite.CLIENT_SECRET)
          .with("a token", "canary-token-");

  /** Files of senders, and of brokers, which hold messages as they were sent. */
  private static final Set<String> OTHERS = Set.of("inbox", "accepted", "refused", "broker");

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Class<?> test = context.getRequiredTestClass();
    if (context.getExecutionException().isPresent()
        || !test.getPackageName().equals(SecretSearch.class.getPackageName())) {
      return;
    }
    for (Field folder :
        AnnotationSupport.findAnnotatedFields(
            test, TempDir.class, any -> true, HierarchyTraversalMode.TOP_DOWN)) {
      folder.setAccessible(true);
      search((Path) folder.get(context.getRequiredTestInstance()));
    }
  }

  static void search(Path folder) throws IOException {
    Canaries.assertNone(SECRETS.below(folder, SecretSearch::isOfOthers));
  }

  private static boolean isOfOthers(Path path) {
    for (Path name : path) {
      if (OTHERS.contains(name.toString())) {
        return true;
      }
    }
    // What a test imports lies beside the home.
    return path.getNameCount() == 1 && path.toString().matches(".*\\.(jsonl?|csv)");
  }
}

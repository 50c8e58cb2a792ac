package dev.sluice.local.template;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The operations of AWS that stand in the code: service and operation. */
final class CodeCalls {
  /** Parts that only the app brings into play: its policy allows their calls. */
  private static final Set<String> OF_APPS =
      Set.of("DynamoDbUpserts", "KinesisPuts", "DynamoDbStreamSource");

  private static final Set<String> NO_OPERATIONS = Set.of("builder", "create", "close");

  private CodeCalls() {}

  static Set<String> ofTheEngine() {
    return of(false);
  }

  static Set<String> ofApps() {
    return of(true);
  }

  private static Set<String> of(boolean apps) {
    Set<String> operations = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice.aws", "dev.sluice.functions")) {
      String outer = each.getName().replaceAll(".*\\.|\\$.*", "");
      if (OF_APPS.contains(outer) == apps) {
        each.getMethodCallsFromSelf().forEach(call -> add(operations, call));
      }
    }
    return operations;
  }

  private static void add(Set<String> operations, JavaMethodCall call) {
    String owner = call.getTargetOwner().getSimpleName();
    boolean client =
        call.getTargetOwner().getPackageName().startsWith("software.amazon.awssdk.services.")
            && owner.endsWith("Client");
    String name = call.getName();
    if (client && !NO_OPERATIONS.contains(name)) {
      String plain = name.replaceAll("AsBytes$|Paginator$", "");
      operations.add(
          owner.substring(0, owner.length() - "Client".length())
              + ":"
              + plain.substring(0, 1).toUpperCase(Locale.ROOT)
              + plain.substring(1));
    }
  }
}

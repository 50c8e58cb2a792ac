package dev.sluice.local.lambda;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * How processes are started: by the runtime's own main class, in the directory of the unpacked
 * function, with nothing of this process's environment.
 *
 * @param java the command
 * @param flags of the Java machine beside those that follow from a function's memory
 * @param classPath of the runtime; the function's own classes are found in the task root
 * @param taskRoot the directory that is {@code /var/task} on Lambda
 * @param variables that every function has
 */
public record Launch(
    Path java,
    List<String> flags,
    List<Path> classPath,
    Path taskRoot,
    Map<String, String> variables) {
  private static final String MAIN = AWSLambda.class.getName();
  private static final String REGION = "us-east-1";

  /** With the Java of this process, and the runtime that is in its class path. */
  public static Launch ofThisJava(Path taskRoot) {
    return new Launch(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of(NativeClient.unpackedIn(taskRoot), NativeClient.ALLOWED),
        runtime(),
        taskRoot,
        Map.of());
  }

  /** What Lambda's runtime consists of. */
  public static List<Path> runtime() {
    return Stream.of(
            AWSLambda.class,
            LambdaRuntime.class,
            PojoSerializer.class,
            SdkInternalThreadLocal.class)
        .map(Launch::jarOf)
        .distinct()
        .toList();
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("There is no path to the jar of " + type.getName(), e);
    }
  }

  /** With further variables for every function. */
  public Launch with(Map<String, String> further) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(further);
    return new Launch(java, flags, classPath, taskRoot, all);
  }

  /**
   * Starts a process whose standard error goes where its standard output does.
   *
   * @param runtimeApi the address of the Runtime API for this process
   */
  Process start(FunctionConfig function, String runtimeApi) {
    List<String> line = new ArrayList<>(List.of(java.toString()));
    line.addAll(JavaFlags.of(function.memoryMegabytes()));
    line.addAll(flags);
    line.add("-cp");
    line.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
    line.add(MAIN);
    line.add(function.handler());
    ProcessBuilder process =
        new ProcessBuilder(line).directory(taskRoot.toFile()).redirectErrorStream(true);
    process.environment().clear();
    process.environment().putAll(lambdas(function, runtimeApi));
    process.environment().putAll(variables);
    process.environment().putAll(function.variables());
    try {
      return process.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Java cannot be started: " + e.getMessage(), e);
    }
  }

  /** See "Defined runtime environment variables" in the Lambda developer guide. */
  private Map<String, String> lambdas(FunctionConfig function, String runtimeApi) {
    Map<String, String> all = new TreeMap<>();
    all.put("_HANDLER", function.handler());
    all.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMegabytes()));
    all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    all.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    all.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    all.put("AWS_REGION", REGION);
    all.put("AWS_DEFAULT_REGION", REGION);
    all.put("AWS_ACCESS_KEY_ID", "local");
    all.put("AWS_SECRET_ACCESS_KEY", "local");
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.put("LANG", "en_US.UTF-8");
    all.put("TZ", ":UTC");
    all.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    return all;
  }
}

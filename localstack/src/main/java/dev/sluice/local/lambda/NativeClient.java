package dev.sluice.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The native part of Lambda's runtime. Each process would unpack it to one and the same file, which
 * is all right where each has a {@code /tmp} of its own; here a process that starts would take it
 * away under another one. So it is unpacked once.
 */
final class NativeClient {
  /** Without it, JDK 24 and later warn about native parts. JDK 17 knows it. */
  static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";

  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final String FILE = ".libaws-lambda-jni.so";

  private NativeClient() {}

  /** The flag that names it. */
  static String unpackedIn(Path directory) {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    String musl = arm ? "/lib/ld-musl-aarch64.so.1" : "/lib/ld-musl-x86_64.so.1";
    String library =
        (Files.exists(Path.of(musl)) ? "linux_musl-" : "linux-") + (arm ? "aarch_64" : "x86_64");
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      return flag(file);
    }
    String name = "/jni/libaws-lambda-jni." + library + ".so";
    try (InputStream content = AWSLambda.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new IllegalStateException("Lambda's runtime has no " + name + " any more.");
      }
      Files.copy(content, file);
    } catch (IOException e) {
      throw new UncheckedIOException("Lambda's runtime cannot be unpacked: " + e.getMessage(), e);
    }
    return flag(file);
  }

  private static String flag(Path file) {
    return "-D" + PROPERTY + "=" + file;
  }
}

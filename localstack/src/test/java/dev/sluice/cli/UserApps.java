package dev.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles apps as a user would, outside of this class path. */
final class UserApps {
  private UserApps() {}

  /** Compiles sources, given by class name, into a new directory. */
  static Path compile(Path scratch, Map<String, String> sources) throws IOException {
    Path classes = Files.createTempDirectory(scratch, "classes-");
    Path from = Files.createTempDirectory(scratch, "sources-");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-d",
                classes.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path")));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = from.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new AssertionError("the app does not compile");
    }
    return classes;
  }

  static Path jar(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** An app whose body of {@code define} and of its constructor are given. */
  static String source(String name, String constructor, String define) {
    String template =
        """
        package com.example;
        import dev.sluice.api.*;
        import dev.sluice.codec.Codecs;
        import java.time.*;
        public final class NAME implements StreamApp {
          public NAME() { CONSTRUCTOR }
          @Override public void define(StreamContext stream) { DEFINE }
        }
        """;
    return template
        .replace("NAME", name)
        .replace("CONSTRUCTOR", constructor)
        .replace("DEFINE", define);
  }
}

package dev.sluice.cli;

import dev.sluice.api.StreamApp;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Makes an app of a class in somebody's jar or class directory. */
final class AppClass {
  private static final String SUFFIX = ".class";

  private final List<Path> jars;
  private final String name;

  /**
   * @param jars jar files and class directories; the app's first, then its libraries
   * @param name the full name of the class
   */
  AppClass(List<Path> jars, String name) {
    this.jars = jars;
    this.name = name;
  }

  /**
   * @throws UserException if it cannot be had, with the reason
   */
  StreamApp make() {
    List<URL> urls = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (Path jar : jars) {
      classes.addAll(classesIn(jar));
      urls.add(url(jar));
    }
    // Stays open for as long as the process runs: classes are loaded when they are needed.
    ClassLoader loader =
        new URLClassLoader("app", urls.toArray(URL[]::new), AppClass.class.getClassLoader());
    try {
      return make(Class.forName(name, true, loader), loader);
    } catch (ClassNotFoundException e) {
      Optional<String> nearest = nearest(classes);
      throw new UserException(
          "there is no class "
              + name
              + " in "
              + text()
              + nearest.map(each -> "; did you mean " + each + "?").orElse("")
              + (nearest.isEmpty() ? "; give its full name, with its package" : ""));
    } catch (UnsupportedClassVersionError e) {
      throw new UserException(
          "this is Java "
              + Runtime.version().feature()
              + ", and a class was compiled for a newer one: "
              + e.getMessage()
              + "; compile it with --release 17, or set JAVA_HOME to a newer JDK");
    } catch (NoClassDefFoundError e) {
      throw new UserException(
          name
              + " needs a class that is not there: "
              + String.valueOf(e.getMessage()).replace('/', '.')
              + "; give its library with another --jar");
    } catch (LinkageError e) {
      throw new UserException("class " + name + " cannot be loaded: " + thrown(rootOf(e)));
    }
  }

  private StreamApp make(Class<?> type, ClassLoader loader) {
    if (!StreamApp.class.isAssignableFrom(type)) {
      throw new UserException(
          name + " is not an app: it does not implement " + StreamApp.class.getName());
    }
    try {
      Constructor<?> constructor = type.getConstructor();
      if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
        throw new NoSuchMethodException();
      }
      Thread.currentThread().setContextClassLoader(loader);
      return (StreamApp) constructor.newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof NoClassDefFoundError missing) {
        throw missing;
      }
      throw new UserException("the constructor of " + name + " threw " + thrown(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new UserException(
          name
              + " cannot be made: it must be a public class, not abstract, not an inner one, with a"
              + " public constructor without arguments");
    }
  }

  /** An exception and where it arose. */
  private static String thrown(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e + (trace.length == 0 ? "" : ", at " + trace[0]);
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }

  /** The class with the same last name, or else a similar full name. */
  private Optional<String> nearest(List<String> classes) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return classes.stream()
        .filter(each -> each.equals(last) || each.endsWith("." + last))
        .findFirst()
        .or(() -> Nearest.to(name, classes));
  }

  private String text() {
    return String.join(", ", jars.stream().map(Path::toString).toList());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UserException("--jar " + jar + " cannot be used: " + e.getMessage());
    }
  }

  private static List<String> classesIn(Path jar) {
    if (Files.isDirectory(jar)) {
      try (Stream<Path> files = Files.walk(jar)) {
        return names(
            files.map(file -> jar.relativize(file).toString().replace(File.separator, "/")));
      } catch (IOException e) {
        throw new UserException("--jar " + jar + " cannot be read: " + FileTrouble.reason(e));
      }
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return names(Arrays.stream(file.stream().map(each -> each.getName()).toArray(String[]::new)));
    } catch (IOException e) {
      throw new UserException(
          "--jar "
              + jar.toAbsolutePath()
              + " cannot be read: "
              + (Files.exists(jar)
                  ? FileTrouble.reason(e) + "; it takes a jar file or a directory of classes"
                  : "there is no such file"));
    }
  }

  private static List<String> names(Stream<String> files) {
    return files
        .filter(file -> file.endsWith(SUFFIX))
        .map(file -> file.substring(0, file.length() - SUFFIX.length()).replace('/', '.'))
        .toList();
  }
}

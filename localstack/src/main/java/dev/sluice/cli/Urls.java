package dev.sluice.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.TypeConversionException;

/** Addresses of services, such as {@code http://localhost:4566}. */
final class Urls {
  private Urls() {}

  static URI parse(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null && String.valueOf(url.getScheme()).startsWith("http")) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new TypeConversionException(
        "'" + text + "' is no URL; write one such as http://localhost:4566");
  }
}

package dev.sluice.cli;

import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** DynamoDB Local and S3Proxy over the files of a directory, until they are killed. */
final class StoresAlone {
  private StoresAlone() {}

  /** The directory and the port, 0 for a free one. */
  public static void main(String[] arguments) throws InterruptedException {
    LocalOptions options =
        LocalOptions.keptIn(Path.of(arguments[0])).withPort(Integer.parseInt(arguments[1]));
    try (LocalServices services = LocalServices.startStores(options)) {
      System.out.println("serving DynamoDB and S3 at " + services.endpoint() + ", until killed");
      new CountDownLatch(1).await();
    }
  }
}

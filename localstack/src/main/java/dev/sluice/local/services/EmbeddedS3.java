package dev.sluice.local.services;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.gaul.s3proxy.S3Servlet;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * S3 inside this process (S3Proxy), addressed path-style, for any credentials.
 *
 * <p>{@code If-None-Match: *} on a PUT answers 412 when the object exists, with one winner among
 * racing writers. It runs in a {@link Gateway}, which starts and stops it.
 */
public final class EmbeddedS3 {

  /** One PUT: the limit of S3 itself (5 GiB; larger objects are multipart uploads). */
  static final long MAX_OBJECT_BYTES = 5L << 30;

  /** Bodies that S3Proxy holds in memory while it checks them; its own default. */
  static final long MAX_BUFFERED_BYTES = 128L << 20;

  /** One chunk of an {@code aws-chunked} body; S3Proxy's default, the SDKs send 64 KiB to 1 MiB. */
  static final int MAX_CHUNK_BYTES = 16 << 20;

  private final BlobStore store;

  private EmbeddedS3(BlobStore store) {
    this.store = store;
  }

  /**
   * S3 over a directory: an object is the plain file {@code root/bucket/key}, and files that are
   * put there by other means are objects. The directory is made when it is missing; what a killed
   * process left of its puts is removed, so no other process may be using it.
   */
  public static EmbeddedS3 over(Path root) {
    try {
      Path directory = Files.createDirectories(root).toRealPath();
      Leftovers.remove(directory);
      return new EmbeddedS3(new HiddenPuts(new FilesystemNio2BlobStore(directory.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory for S3 objects, " + root + ", can't be made or read: " + e.getMessage(),
          e);
    }
  }

  /** S3 in memory; everything is gone with the process. */
  public static EmbeddedS3 inMemory() {
    return new EmbeddedS3(new HiddenPuts(new TransientNio2BlobStore()));
  }

  /** What a server calls with requests for S3. */
  Handler handler() {
    HttpServlet servlet =
        S3Servlet.over(store, MAX_OBJECT_BYTES, MAX_BUFFERED_BYTES, MAX_CHUNK_BYTES);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(servlet), "/*");
    context.addFilter(
        new FilterHolder(new WholeRequest()), "/*", EnumSet.of(DispatcherType.REQUEST));
    return context;
  }
}

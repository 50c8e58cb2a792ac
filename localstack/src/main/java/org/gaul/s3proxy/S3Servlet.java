package org.gaul.s3proxy;

import jakarta.servlet.http.HttpServlet;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * Opens S3Proxy's servlet, which is visible in its own package only, to a server of ours.
 *
 * <p>S3Proxy's public builder starts a server of its own, which no other service can share; then
 * every S3 request would have to be copied from one port to another. This class is the only one
 * that stands in a foreign package.
 */
public final class S3Servlet {

  private S3Servlet() {}

  /**
   * S3's protocol over a blob store, for any credentials: signatures are not checked, chunk
   * signatures and trailing checksums are understood.
   *
   * @param store where buckets and objects are
   * @param maxObjectBytes the largest body of one PUT
   * @param maxBufferedBytes the largest body that is held in memory as a whole
   * @param maxChunkBytes the largest chunk of an {@code aws-chunked} body
   */
  public static HttpServlet over(
      BlobStore store, long maxObjectBytes, long maxBufferedBytes, int maxChunkBytes) {
    boolean ignoreUnknownHeaders = true;
    int maxClockSkewSeconds = Integer.MAX_VALUE;
    return new S3ProxyHandlerJetty(
        store,
        AuthenticationType.NONE,
        null,
        null,
        null,
        maxObjectBytes,
        maxBufferedBytes,
        maxChunkBytes,
        ignoreUnknownHeaders,
        null,
        null,
        maxClockSkewSeconds,
        null);
  }
}

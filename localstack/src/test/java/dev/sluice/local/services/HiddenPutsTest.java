package dev.sluice.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

class HiddenPutsTest {
  private static final String BUCKET = "app-files";
  private static final String ALIKE = "in/other-fe68b315-b285-4640-b701-026205347233";

  @TempDir Path root;

  private BlobStore bare;
  private BlobStore store;
  private final List<List<String>> seenBare = new ArrayList<>();
  private final List<List<String>> seen = new ArrayList<>();

  @BeforeEach
  void makeBucket() {
    bare = new FilesystemNio2BlobStore(root.toString());
    store = new HiddenPuts(bare);
    store.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
  }

  private static List<String> names(BlobStore in) {
    return in.list(ListObjectsV2Request.builder().bucket(BUCKET).build()).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** Lists while it is read, which is while it is put. */
  private final class Watching extends ByteArrayInputStream {
    Watching(String content) {
      super(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      seenBare.add(names(bare));
      seen.add(names(store));
      return super.read(into, from, length);
    }
  }

  private void put(String name, InputStream content, long length) {
    store.putBlob(
        PutObjectRequest.builder().bucket(BUCKET).key(name).contentLength(length).build(), content);
  }

  @Test
  void objectThatIsOnlyBeingPutIsNotListed() {
    put(ALIKE, new ByteArrayInputStream(new byte[] {1}), 1);

    put("in/a.txt", new Watching("a line\n"), 7);

    assertThat(seenBare).anySatisfy(names -> assertThat(names).hasSize(2)); // it is there
    assertThat(seen).isNotEmpty().allSatisfy(names -> assertThat(names).containsExactly(ALIKE));
    assertThat(names(store)).containsExactly("in/a.txt", ALIKE);
  }

  @Test
  void putThatFailedLeavesNothingHidden() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("cut off");
          }
        };
    try {
      put("in/other", broken, 7);
    } catch (RuntimeException e) {
      assertThat(e).hasStackTraceContaining("cut off");
    }
    put(ALIKE, new ByteArrayInputStream(new byte[] {1}), 1);
    assertThat(names(store)).containsExactly(ALIKE);
  }
}

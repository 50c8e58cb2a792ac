package dev.sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.aws.S3Tables;
import dev.sluice.ports.TableSource;
import dev.sluice.ports.TableSource.Look;
import dev.sluice.ports.TableSourceContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

class S3TablesIT extends TableSourceContract {
  private static final String KEY = "some/prices.csv";
  private static TestAws aws;
  private static String bucket;
  private static S3Client s3;
  private final List<String> problems = new ArrayList<>();

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    s3 = aws.s3(UrlConnectionHttpClient.create());
    bucket = aws.createBucket();
  }

  @AfterAll
  static void stop() {
    s3.close();
    aws.close();
  }

  @BeforeEach
  @Override
  protected void remove() {
    s3.deleteObject(object -> object.bucket(bucket).key(KEY));
  }

  @Override
  protected TableSource source() {
    return new S3Tables(s3, Map.of(NAME, new S3Tables.Place(bucket, KEY)), problems::add);
  }

  @Override
  protected void write(byte[] content) {
    s3.putObject(object -> object.bucket(bucket).key(KEY), RequestBody.fromBytes(content));
  }

  @Test
  void bucketThatIsNotThereIsNamed() {
    S3Tables.Place place = new S3Tables.Place("no-such-bucket", KEY);
    Look look = new S3Tables(s3, Map.of(NAME, place), problems::add).look(NAME, "");

    assertThat(look).isInstanceOf(Look.Missing.class);
    assertThat(((Look.Missing) look).why()).contains("s3://no-such-bucket/some/prices.csv");
  }

  @Test
  void whatIsNotUsedIsSaidWithItsPlace() {
    source().refused(NAME, "it is nonsense");

    assertThat(problems)
        .containsExactly(
            "table prices from s3://" + bucket + "/some/prices.csv is not used: it is nonsense");
  }
}

package dev.sluice.local.ports;

import dev.sluice.api.change.Change;
import dev.sluice.api.change.ChangeFormat;
import dev.sluice.aws.DynamoDbStreamSource;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.PullSourceContract;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source.Shard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The rules for sources that are pulled, with real streams of tables. */
class DynamoDbStreamSourceIT extends PullSourceContract {
  private static final long MINUTE_MILLIS = 60_000;

  private static TestAws aws;
  private static DynamoDbClient dynamo;
  private static DynamoDbStreamsClient streams;

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    dynamo = aws.dynamo(UrlConnectionHttpClient.create());
    streams = aws.dynamoStreams(UrlConnectionHttpClient.create());
  }

  @AfterAll
  static void stop() {
    streams.close();
    dynamo.close();
    aws.close();
  }

  @Override
  protected World emptySource() {
    String table = aws.createTable(ChangeTables::definition);
    return new World() {
      @Override
      public PullSource source() {
        return new Changes(
            table,
            new DynamoDbStreamSource(
                dynamo,
                streams,
                System::currentTimeMillis,
                new DynamoDbStreamSource.Settings(Duration.ZERO, Duration.ofMinutes(1), false),
                Metrics.NONE));
      }

      @Override
      public void arrive(String data) {
        dynamo.putItem(put -> put.tableName(table).item(Map.of("id", AttributeValue.fromS(data))));
      }

      /** Whatever has arrived has the stamp of this minute or of one before. */
      @Override
      public long idle() {
        return System.currentTimeMillis() / MINUTE_MILLIS * MINUTE_MILLIS;
      }
    };
  }

  /** The changes of a table by the new item's id, as the contract knows no changes. */
  private record Changes(String table, DynamoDbStreamSource source) implements PullSource {
    @Override
    public List<Shard> lanes() {
      return source.shards(table);
    }

    @Override
    public Pulled read(String lane, Position after, int maxRecords) {
      Pulled pulled = source.pull(table, lane, after, maxRecords).orElseThrow();
      return pulled instanceof Pulled.Some some
          ? Pulled.some(some.records().stream().map(Changes::byId).toList())
          : pulled;
    }

    private static PulledRecord byId(PulledRecord record) {
      Change change = ChangeFormat.decode(record.data());
      String id = (String) change.after().orElseThrow().get("id");
      byte[] data = id.getBytes(StandardCharsets.UTF_8);
      return new PulledRecord(record.position(), record.stampMillis(), record.key(), data);
    }
  }
}

package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbStreamSource;
import dev.sluice.aws.KinesisSource;
import dev.sluice.aws.S3Files;
import dev.sluice.engine.files.FileSource;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Where apps read in a local run: its own services, and a directory of files if one is named. */
public record LocalSources(
    LocalSettings settings,
    KinesisClient kinesis,
    DynamoDbClient dynamo,
    DynamoDbStreamsClient streams,
    S3Client s3,
    Metrics metrics) {

  /** The kinds of sources that are there. */
  public static final Set<SourceKind> SERVED =
      Set.of(SourceKind.KINESIS, SourceKind.FILES, SourceKind.DYNAMODB);

  /**
   * Changes are visible at once here, their stamps are whole minutes, and tables are made by
   * whoever uses the services.
   */
  private static final DynamoDbStreamSource.Settings CHANGES =
      new DynamoDbStreamSource.Settings(Duration.ZERO, Duration.ofMinutes(1), true);

  /** The sources of a process that has the lanes and the spills of the app. */
  Sources with(LogStore log, ObjectStore spills) {
    FileStore files =
        settings
            .files()
            .<FileStore>map(DirectoryFiles::new)
            .orElseGet(() -> new S3Files(s3, filesBucket(settings.app()), "", metrics));
    return new Sources(
        Map.of(
            SourceKind.KINESIS, new KinesisSource(kinesis, metrics),
            SourceKind.FILES,
                new FileSource(files, log, spills, settings.stamps(), settings.engine()),
            SourceKind.DYNAMODB,
                new DynamoDbStreamSource(dynamo, streams, settings.stamps(), CHANGES, metrics)));
  }

  /** The bucket in which files of an app arrive, where no directory was named for them. */
  static String filesBucket(String app) {
    return app + "-files";
  }
}

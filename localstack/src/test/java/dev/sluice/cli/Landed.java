package dev.sluice.cli;

import dev.sluice.local.kinesis.IteratorStart;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.ReadRecord;
import dev.sluice.local.kinesis.ReadResult;
import dev.sluice.local.kinesis.ShardInfo;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.kinesis.journal.FileJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A record as it lies in the stream of a run that was kept. */
record Landed(String shard, String sequence, long stampMillis, String partitionKey, String text) {
  private static final int READ_LIMIT = 10_000;
  private static final long FILE_BYTES = 1 << 30;

  /** All records in the order of arrival. */
  static List<Landed> in(Path state, String stream) {
    FileJournal journal = new FileJournal(state.resolve("kinesis"), FILE_BYTES, warning -> {});
    WallStamps longAgo = new WallStamps(() -> 0); // so that nothing has expired
    List<Landed> all = new ArrayList<>();
    try (KinesisStreams streams =
        new KinesisStreams(
            longAgo, System::currentTimeMillis, KinesisSettings.defaults(), journal)) {
      for (ShardInfo shard : streams.shards(stream)) {
        Optional<String> next =
            Optional.of(streams.iterator(stream, shard.id(), IteratorStart.TRIM_HORIZON));
        boolean more = true;
        while (more && next.isPresent()) {
          ReadResult read = streams.read(next.get(), READ_LIMIT);
          read.records().stream().map(each -> of(shard.id(), each)).forEach(all::add);
          next = read.nextIterator();
          more = read.millisBehindLatest() > 0;
        }
      }
    }
    all.sort(Comparator.comparingLong(Landed::stampMillis).thenComparing(Landed::sequence));
    return all;
  }

  private static Landed of(String shard, ReadRecord read) {
    String text = new String(read.data(), StandardCharsets.UTF_8);
    return new Landed(shard, read.sequenceNumber(), read.stampMillis(), read.partitionKey(), text);
  }
}

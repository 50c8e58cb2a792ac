package dev.sluice.ports;

import java.util.List;

/**
 * A source of the user's own: lanes of records that Sluice reads when it wants to. Hand it to
 * {@code StreamContext.source}. What results rest on:
 *
 * <ol>
 *   <li><b>Lanes.</b> {@link #lanes} lists all parts of the source, each ordered in itself. A lane
 *       that is listed later counts from then on; records that it held before arrive late.
 *   <li><b>Positions.</b> Within a lane they grow from record to record, with gaps or without, and
 *       the same record has the same position whenever it is read.
 *   <li><b>Stamps.</b> When the record arrived <i>in the source</i>, by one clock, the same
 *       whenever it is read. They say to which batch it belongs. The time at which a producer made
 *       the record is none: declare it as event time. A stamp below that of the record before
 *       counts as that.
 *   <li><b>Idleness.</b> A lane without records holds all results back until {@link Pulled.Idle}
 *       says up to when nothing more will come. Say so only where the source knows. A record that
 *       comes nevertheless is not lost: it counts in the batch of that moment, and as {@code
 *       clamped}.
 *   <li><b>Ends.</b> A lane that ends without lanes that follow it ends the input: batches that end
 *       later than what it said last wait, of all lanes, until the app is finished. Say that a lane
 *       has ended where others go on for it, or nothing more will come at all; one that has no more
 *       records while others have some is idle, up to now, again and again.
 *   <li><b>Loss.</b> Where records may have gone in the source before they were read, {@code
 *       expired} of the next ones, or of the lane's end, says so, and it is counted.
 * </ol>
 *
 * <pre>
 * position:    1      2                3
 * stamp:      10.2   10.9             12.4
 * reads: some(1, 2)  idle until 11.5  idle until 12.3  some(3)
 * batches:    |- [10, 11) complete -|- [11, 12) complete -| ...
 * </pre>
 *
 * <p>Any number of processes read at the same time, and each may read from any position where a
 * record was or {@link Position#START}, as long as the app may go back there: whatever lanes have
 * committed is not asked for again. Objects of this type are made where an app is defined, which
 * every process does: connect at the first read, not when it is made. One thread at a time.
 *
 * <p>What a method throws is reported, and the call is repeated by the next run of the coordinator;
 * other lanes go on. {@code dev.sluice.ports.PullSourceContract} in the tests of this module checks
 * a source against all this.
 */
public interface PullSource {

  /**
   * The lanes that there are, ended ones too while they may not have been read to their end.
   *
   * @return each with an id of letters, digits, '-', '_' and '.', and with the lanes that it
   *     follows
   */
  List<Source.Shard> lanes() throws Exception;

  /**
   * Reads a lane.
   *
   * @param lane the id of one that was listed
   * @param after the position behind which to read
   * @param maxRecords at most so many records; fewer where they would take more than some megabytes
   */
  Pulled read(String lane, Position after, int maxRecords) throws Exception;
}

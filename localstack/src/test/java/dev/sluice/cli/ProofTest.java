package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Counters;
import dev.sluice.local.mapping.MappingCounters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final Map<String, Long> ALL = Map.of(Counters.LATE, 1L, Counters.DEAD_LETTERS, 1L);

  private static Proof.Outcome outcome(Map<String, String> files) {
    return outcome(files, Map.of("answers lost", 1L), 1, ALL, 1, 1);
  }

  private static Proof.Outcome outcome(
      Map<String, String> files,
      Map<String, Long> disturbances,
      long pausedMillis,
      Map<String, Long> counters,
      long idle,
      long split) {
    TreeMap<String, byte[]> contents = new TreeMap<>();
    files.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new Proof.Outcome(
        contents,
        new MappingCounters(0, 0, 0, 0, 0, 0, 0),
        disturbances,
        pausedMillis,
        counters,
        idle,
        split);
  }

  @Test
  void anotherByteAnExtraFileAndAMissingFileAreDifferences() {
    Proof.Outcome one = outcome(Map.of("same", "x", "other", "1,2\n", "missing", ""));
    Proof.Outcome two = outcome(Map.of("same", "x", "other", "1,3\n", "extra", ""));

    assertThat(Proof.differences(one, two)).containsExactly("extra", "missing", "other");
    assertThat(Proof.differences(one, one)).isEmpty();
  }

  @Test
  void whatDiffersIsNoProofAndIsNamedForPeopleAndPrograms() {
    Proof.Outcome one = outcome(Map.of("same", "x", "other", "1,2\n"));
    Proof.Outcome two = outcome(Map.of("same", "x", "other", "1,3\n"));
    ProofText text = new ProofText(7, one, two);
    assertThat(text.isProof()).isFalse();
    assertThat(text.lines())
        .contains("answers lost                              1              1")
        .endsWith("differs: other", "1 files differ: this must not be; please report seed 7");
    assertThat(text.fields())
        .containsEntry("proved", false)
        .containsEntry("differences", List.of("other"))
        .containsEntry("missing", List.of());
  }

  @Test
  void equalFilesProveNothingOfWhatDidNotHappen() {
    Proof.Outcome good = outcome(Map.of("file", ""));
    assertThat(new ProofText(7, good, good).isProof()).isTrue();
    assertThat(new ProofText(7, good, good).lines()).endsWith("all 1 files are byte-identical");
    Proof.Outcome dull = outcome(Map.of("file", ""), Map.of("answers lost", 0L), 1, ALL, 1, 1);
    ProofText text = new ProofText(7, good, dull);
    assertThat(text.isProof()).isFalse();
    assertThat(text.lines()).last().asString().contains("none of: answers lost; take more --lines");
    assertThat(text.fields())
        .containsEntry("proved", false)
        .containsEntry("differences", List.of());
  }

  @Test
  void whatDidNotHappenIsNamed() {
    Proof.Outcome good = outcome(Map.of("file", ""));
    Proof.Outcome dull = outcome(Map.of(), Map.of("answers lost", 0L), 0, Map.of(), 0, 0);

    assertThat(Proof.shortcomings(good, good)).isEmpty();
    assertThat(Proof.shortcomings(good, dull))
        .containsExactly(
            "answers lost",
            "the coordinator's stop",
            "an idle shard",
            "a shard that is split",
            "late values",
            "broken lines",
            "output files");
  }
}

package dev.sluice.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PartNamesTest {
  @Test
  void partsAreNamedInAsciiDigitsOnAMachineWithOtherOnes() {
    Locale before = Locale.getDefault();
    for (String tag : new String[] {"ar-EG", "fa-IR-u-nu-arabext", "hi-IN-u-nu-deva"}) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      try {
        assertThat(StepOutputs.part(3)).as(tag).isEqualTo("part-00003");
      } finally {
        Locale.setDefault(before);
      }
    }
  }
}

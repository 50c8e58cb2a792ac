package dev.sluice.aws;

import dev.sluice.ports.Ids;
import java.util.UUID;

/** Random names of 122 bits (UUID version 4): no two alike, whoever asks. */
public final class RandomIds implements Ids {
  @Override
  public String next() {
    return UUID.randomUUID().toString();
  }
}

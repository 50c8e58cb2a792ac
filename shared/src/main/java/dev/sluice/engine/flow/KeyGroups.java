package dev.sluice.engine.flow;

import dev.sluice.engine.EngineSettings;

/** Which key group a key belongs to; a property of the key's bytes, fixed for good. */
public final class KeyGroups {
  /** FNV-1a, 64 bit: offset basis and prime (Fowler, Noll, Vo). */
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  /** Mixes high bits down, as FNV's high bits are weak for short keys (MurmurHash3's finalizer). */
  private static final long MIX = 0xff51afd7ed558ccdL;

  private static final int GROUP_BITS = Integer.numberOfTrailingZeros(EngineSettings.KEY_GROUPS);

  private KeyGroups() {}

  public static int of(byte[] key) {
    long hash = OFFSET_BASIS;
    for (byte b : key) {
      hash = (hash ^ (b & 0xFF)) * PRIME;
    }
    hash = (hash ^ hash >>> 33) * MIX;
    return (int) (hash >>> Long.SIZE - GROUP_BITS);
  }
}

package dev.sluice.engine;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

final class TestCodecs {
  static final Codec<String> STRING =
      new Codec<>() {
        @Override
        public void write(String value, ByteOutput out) {
          out.writeString(value);
        }

        @Override
        public String read(ByteInput in) {
          return in.readString();
        }
      };

  static final Codec<Long> LONG =
      new Codec<>() {
        @Override
        public void write(Long value, ByteOutput out) {
          out.writeSigned(value);
        }

        @Override
        public Long read(ByteInput in) {
          return in.readSigned();
        }
      };

  private TestCodecs() {}
}

package dev.sluice.api.global;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/** Writes what a window that never ends has of a key. */
final class HeldCodec<P> implements Codec<Held<P>> {
  private final Codec<P> partials;

  HeldCodec(Codec<P> partials) {
    this.partials = partials;
  }

  @Override
  public String shape() {
    return "held<" + partials.shape() + ">";
  }

  @Override
  public void write(Held<P> held, ByteOutput out) {
    out.writeUnsigned(held.fresh).writeSigned(held.newestMillis).writeUnsigned(held.panes.size());
    held.panes.forEach(pane -> partials.write(pane, out));
  }

  @Override
  public Held<P> read(ByteInput in) {
    Held<P> held = new Held<>();
    held.fresh = in.readUnsigned();
    held.newestMillis = in.readSigned();
    for (int n = in.readCount(); n > 0; n--) {
      held.panes.add(partials.read(in));
    }
    return held;
  }
}

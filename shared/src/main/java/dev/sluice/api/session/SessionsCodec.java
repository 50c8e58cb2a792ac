package dev.sluice.api.session;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/** Writes the sessions of a key in the order of time. */
final class SessionsCodec<P> implements Codec<Sessions<P>> {
  private final Codec<P> partials;

  SessionsCodec(Codec<P> partials) {
    this.partials = partials;
  }

  @Override
  public String shape() {
    return "sessions<" + partials.shape() + ">";
  }

  @Override
  public void write(Sessions<P> sessions, ByteOutput out) {
    out.writeUnsigned(sessions.all().size());
    for (Session<P> each : sessions.all()) {
      out.writeSigned(each.startMillis)
          .writeUnsigned(each.endMillis - each.startMillis)
          .writeBoolean(each.revised)
          .writeUnsigned(each.fresh);
      partials.write(each.partial, out);
    }
  }

  @Override
  public Sessions<P> read(ByteInput in) {
    Sessions<P> sessions = new Sessions<>();
    for (int n = in.readCount(); n > 0; n--) {
      long start = in.readSigned();
      long end = start + in.readUnsigned();
      boolean revised = in.readBoolean();
      long fresh = in.readUnsigned();
      Session<P> session = new Session<>(start, end, partials.read(in));
      session.revised = revised;
      session.fresh = fresh;
      sessions.put(session);
    }
    return sessions;
  }
}

package dev.sluice.api.state;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The logic of {@code updateStateByKey}. */
public final class UpdateState<K, V, S> implements KeyedLogic {
  private final UpdateFunction<K, V, S> update;

  public UpdateState(UpdateFunction<K, V, S> update) {
    this.update = update;
  }

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    return new KeyedTraits(KeyedTraits.Clock.NONE, false, true, true, false, "");
  }

  @Override
  public void values(KeyedCall call, List<Input> values) throws Exception {
    List<V> taken = new ArrayList<>(values.size());
    values.forEach(each -> taken.add(cast(each.value())));
    Instant border = Instant.ofEpochMilli(call.borderMillis());
    Optional<S> after =
        update.apply(border, cast(call.key()), taken, Optional.ofNullable(cast(call.state())));
    if (after.isPresent()) {
      call.update(after.get());
      call.emit(Pair.of(call.key(), after.get()), call.borderMillis() - 1);
    } else {
      call.remove();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}

package dev.sluice.engine.flow;

import dev.sluice.api.Window;
import dev.sluice.api.graph.Element;
import java.util.OptionalLong;

/** What is known of the value that is on its way through a flow. One per flow, changed in place. */
public final class Context implements Element {
  /** The interval. */
  public long k;

  /** The length of an interval. */
  long intervalMillis;

  /** The event time, or the arrival time where none is declared. */
  public long timeMillis;

  /** The record's own arrival stamp. */
  public long stampMillis;

  /** Whether the event time is too far ahead of the stamp. */
  public boolean far;

  /** The window whose result this is, or null. */
  public Window window;

  /** For a window that was published before: the border of the step that revises it. */
  public OptionalLong revision = OptionalLong.empty();

  /** Whether the window is not closed yet, so that this is an early result of it. */
  public boolean early;

  /** The key by which rows are sorted and grouped: of the last shuffle, or the partition key. */
  public byte[] key;

  /** The same as an object, where there is one. */
  public Object keyObject;

  @Override
  public long timeMillis() {
    return timeMillis;
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public boolean early() {
    return early;
  }

  @Override
  public OptionalLong revision() {
    return revision;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int keyGroup() {
    return KeyGroups.of(key);
  }

  @Override
  public long borderMillis() {
    return (k + 1) * intervalMillis;
  }
}

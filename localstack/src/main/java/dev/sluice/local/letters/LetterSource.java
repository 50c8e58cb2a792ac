package dev.sluice.local.letters;

import java.util.List;

/** Letters of one kind, file by file. */
public sealed interface LetterSource permits RowSource, DiscardedSource {

  /** The files or objects that hold letters, oldest first. */
  List<String> names();

  /** What one of them holds; nothing where it is gone. */
  Letters read(String name);

  /** Where it is noted what was sent again: a path that ends with {@code /}, or empty. */
  String root();
}

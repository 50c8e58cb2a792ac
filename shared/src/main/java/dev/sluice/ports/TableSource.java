package dev.sluice.ports;

/** Where the tables of broadcasts are: small files that somebody changes now and then. */
public interface TableSource {

  /** Bytes of a table at most: every process holds it in memory. */
  int MAX_TABLE_BYTES = 4 * 1024 * 1024;

  /** There are no tables. */
  TableSource NONE =
      new TableSource() {
        @Override
        public Look look(String name, String seen) {
          return new Look.Missing("nobody gave it");
        }

        @Override
        public void refused(String name, String why) {}
      };

  /** What a look at a table found. */
  sealed interface Look {
    /** It is as it was when the tag was given. */
    record Unchanged() implements Look {}

    /**
     * Its content.
     *
     * @param tag stands for this content in later looks; not empty
     */
    record Found(String tag, byte[] content) implements Look {}

    /**
     * It is not there.
     *
     * @param why where it was looked for, for people
     */
    record Missing(String why) implements Look {}

    /** It has more than {@link #MAX_TABLE_BYTES}. */
    record TooLarge(long sizeBytes) implements Look {}
  }

  /**
   * Looks at a table. What was there before the look is found, or something newer.
   *
   * @param seen the tag of the content that is known, or an empty text
   * @throws StoreUnavailableException if it cannot be looked at now
   */
  Look look(String name, String seen);

  /** Is told that what was found is not used, and why, to tell people. */
  void refused(String name, String why);
}

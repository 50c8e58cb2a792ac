package dev.sluice.api;

/** A function of two values that may fail; see {@link Fn}. */
@FunctionalInterface
public interface Fn2<A, B, C> {
  C apply(A first, B second) throws Exception;
}

package dev.sluice.api;

/** A function of three values that may fail; see {@link Fn}. */
@FunctionalInterface
public interface Fn3<A, B, C, D> {
  D apply(A first, B second, C third) throws Exception;
}

package dev.sluice.ports.offence;

/** One method too many. */
public interface LargePort {
  void one();

  void two();

  void three();

  void four();

  void five();

  void six();
}

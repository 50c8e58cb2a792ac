package dev.sluice.cli;

import picocli.CommandLine.Option;

/** How a command says several things: in text for people, or a line for each for programs. */
final class JsonLinesOptions {
  @Option(
      names = "--json",
      description = "A JSON object in place of text for each thing, on a line, for programs.")
  boolean json;
}

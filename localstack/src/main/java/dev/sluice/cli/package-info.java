/** The command line {@code ./sluice}. */
package dev.sluice.cli;

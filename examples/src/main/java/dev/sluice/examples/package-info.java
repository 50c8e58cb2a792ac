/** Apps to start from, by name. */
package dev.sluice.examples;

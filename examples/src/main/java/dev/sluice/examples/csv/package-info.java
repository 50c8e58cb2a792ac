/**
 * Simple lines of comma-separated values: reading them quickly, writing numbers the same way on
 * every JDK.
 */
package dev.sluice.examples.csv;

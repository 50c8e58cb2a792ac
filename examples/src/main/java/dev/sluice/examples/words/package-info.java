/** The word count that every streaming system begins with. */
package dev.sluice.examples.words;

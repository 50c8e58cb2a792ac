/** Dead letters and batches that a mapping gave up: read, shown, and sent again. */
package dev.sluice.local.letters;

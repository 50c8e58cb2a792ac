/** How values become bytes, and values again: begin at {@link dev.sluice.codec.Codecs}. */
package dev.sluice.codec;

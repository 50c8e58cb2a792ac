/** Files of Parquet, by its library. */
package dev.sluice.formats.parquet;

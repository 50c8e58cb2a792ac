/** Records as rows of CSV (RFC 4180), by the places or the names of their components. */
package dev.sluice.format.csv;

/** Records as JSON objects (RFC 8259), by the names of their components. */
package dev.sluice.format.json;

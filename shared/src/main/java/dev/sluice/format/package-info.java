/** Values as text: what may stand in a field, and what is wrong where it may not. */
package dev.sluice.format;

/** The logic of windows that never end; apps do not use it. */
package dev.sluice.api.global;

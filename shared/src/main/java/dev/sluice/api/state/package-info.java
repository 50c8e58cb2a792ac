/** Keyed state: what functions see of it, and how an operator with state is described. */
package dev.sluice.api.state;

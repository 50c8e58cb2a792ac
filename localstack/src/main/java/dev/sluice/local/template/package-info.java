/** Reads of a SAM template what a local run of its functions needs. */
package dev.sluice.local.template;

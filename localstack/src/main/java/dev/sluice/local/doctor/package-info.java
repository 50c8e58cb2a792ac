/** Looks at a deployed app for what breaks its guarantees: what there is, and rules about it. */
package dev.sluice.local.doctor;

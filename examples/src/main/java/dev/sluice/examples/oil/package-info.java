/** Readings of oil pumps: alerts, pressure by the hour, figures by the day. */
package dev.sluice.examples.oil;

/**
 * Every port in memory: for tests of apps, for measurements and for simulations. They keep the same
 * contracts as the implementations on AWS and count the same costs, computed by AWS's rules.
 */
package dev.sluice.memory;

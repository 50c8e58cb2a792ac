/**
 * What goes wrong around an app, by name and from a seed: stores that lose answers, processes that
 * die or stand still, streams that list late. The ports are the product's own, in memory, with
 * these faults in front of them.
 */
package dev.sluice.testkit.faults;

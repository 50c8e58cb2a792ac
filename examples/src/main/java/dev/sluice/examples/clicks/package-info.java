/** The app that the README begins with. */
package dev.sluice.examples.clicks;

/** A project of the user's own: what it is made of, and the toolkit that it takes along. */
package dev.sluice.cli.project;

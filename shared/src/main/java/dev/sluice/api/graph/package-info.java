/** The graph that an app's calls have built, without types; apps do not use it. */
package dev.sluice.api.graph;

/** What an app has published, as it comes. */
package dev.sluice.local.results;

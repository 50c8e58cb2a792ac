/** The logic of joins whose sides may come at different times. */
package dev.sluice.api.join;

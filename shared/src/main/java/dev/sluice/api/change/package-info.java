/** Changes of items of tables, as their streams give them. */
package dev.sluice.api.change;

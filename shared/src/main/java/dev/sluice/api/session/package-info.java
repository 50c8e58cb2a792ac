/** Sessions: windows that last as long as values of a key follow each other closely. */
package dev.sluice.api.session;

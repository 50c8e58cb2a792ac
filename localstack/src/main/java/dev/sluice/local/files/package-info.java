/** Directories that others write to. */
package dev.sluice.local.files;

/** Runs an app on this machine: services, functions, their mapping and their schedule. */
package dev.sluice.local.run;

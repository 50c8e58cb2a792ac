/**
 * Runs packaged functions as Lambda does: in processes of their own, through AWS's Runtime
 * Interface Client, called by Lambda's Invoke API.
 */
package dev.sluice.local.lambda;

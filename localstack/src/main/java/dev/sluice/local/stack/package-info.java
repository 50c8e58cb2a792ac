/** Apps that CloudFormation has deployed: where their table, bucket and streams are. */
package dev.sluice.local.stack;

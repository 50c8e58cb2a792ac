/** What an app costs on AWS, from what it uses here. */
package dev.sluice.local.cost;

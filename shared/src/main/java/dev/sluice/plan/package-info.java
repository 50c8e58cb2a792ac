/** Checks the graph of an app and cuts it into operators and stages. */
package dev.sluice.plan;

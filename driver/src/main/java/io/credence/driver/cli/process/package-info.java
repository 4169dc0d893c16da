/**
 * What a command does to its own process: {@link io.credence.driver.cli.process.UserErrorFilter} drops what Spark logs
 * about an error in a row, and {@link io.credence.driver.cli.process.ClassArchive} lets the next process start sooner.
 */
package io.credence.driver.cli.process;

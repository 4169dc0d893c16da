/**
 * The command line: options, Spark sessions, exit codes, and the text that commands print.
 *
 * <p>{@link io.credence.driver.cli.Main} is the entry point. {@code Cli} assembles the picocli commands. Each command
 * parses its options and calls a {@code JobRunner}; {@code SparkJobRunner} runs the job in a session from
 * {@link io.credence.driver.cli.SparkSessions}. {@code FailureHandler} converts exceptions to messages and exit codes.
 *
 * <p>Results go to standard output ({@code ResultSummary}, {@code ModelDescriptionPrinter}), progress and logs to
 * standard error.
 */
package io.credence.driver.cli;

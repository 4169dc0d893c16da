package io.credence.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that a test starts, with what it prints kept in two files. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final List<String> command;
    private final Process process;
    private final Path output;
    private final Path errors;

    private ChildProcess(List<String> command, Process process, Path output, Path errors) {
        this.command = command;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * How a process ended.
     *
     * @param output all that it wrote to standard output
     * @param errors all that it wrote to standard error
     */
    public record Result(int exitCode, String output, String errors) {}

    /**
     * Starts a command.
     *
     * @param name begins the names of the files of what it prints
     * @param log the directory of these files
     * @param environment variables that it gets beside those of this process
     */
    public static ChildProcess start(String name, Path log, List<String> command, Map<String, String> environment) {
        Path output = log.resolve(name + ".out");
        Path errors = log.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        // What this process was told about Spark is not for the child.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(command, builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end, as long as the limit; returns whether it came. */
    public boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /** Waits for the end. A process that takes longer is ended, and the exception shows what it printed. */
    public Result await(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
                throw new IllegalStateException("no end within %s of %s%n%s%n%s"
                        .formatted(limit, command, Files.readString(output), Files.readString(errors)));
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException("what " + command + " printed cannot be read", e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /** What it has written to standard error so far. */
    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(errors + " cannot be read", e);
        }
    }

    /** Ends the process and those it started, at once. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

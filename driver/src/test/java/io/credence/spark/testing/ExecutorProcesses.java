package io.credence.spark.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The executors of a Spark application as operating system processes, which tests kill or suspend. Linux only. */
public final class ExecutorProcesses {
    private static final String MAIN_CLASS = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

    private ExecutorProcesses() {}

    /**
     * Returns the executors among the descendants of a process, including its workers, in the order of their start.
     */
    public static List<ProcessHandle> of(ProcessHandle process) {
        return process.descendants()
                .filter(ExecutorProcesses::isExecutor)
                .sorted(Comparator.comparing(
                        child -> child.info().startInstant().orElse(Instant.MAX)))
                .toList();
    }

    /** Reads /proc, because ProcessHandle truncates command lines, and the long class path comes first. */
    private static boolean isExecutor(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(MAIN_CLASS);
        } catch (IOException e) {
            // The process has just ended.
            return false;
        }
    }

    /** Kills a process with SIGKILL, as the kernel does when memory runs out. */
    public static void kill(ProcessHandle process) {
        signal("KILL", process);
    }

    /** Suspends a process until {@link #go}. It stops responding, but its connections stay open. */
    public static void stop(ProcessHandle process) {
        signal("STOP", process);
    }

    /** Resumes a suspended process. */
    public static void go(ProcessHandle process) {
        signal("CONT", process);
    }

    /** Limits the size of files that a process writes, which simulates a full disk. */
    public static void limitFiles(ProcessHandle process, long bytes) {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes);
    }

    private static void signal(String name, ProcessHandle process) {
        run("kill", "-s", name, Long.toString(process.pid()));
    }

    private static void run(String... command) {
        String line = String.join(" ", command);
        try {
            Process process = new ProcessBuilder(command).start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(line + " did not return");
            }
        } catch (IOException e) {
            throw new IllegalStateException(line + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + line, e);
        }
    }
}

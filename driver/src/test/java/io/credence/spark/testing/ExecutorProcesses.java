package io.credence.spark.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The executors that a process has started, as processes of the operating system: what a test kills or stops. Linux only. */
public final class ExecutorProcesses {
    private static final String MAIN_CLASS = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

    private ExecutorProcesses() {}

    /** The executors below a process, also below its workers, in the order of their start. */
    public static List<ProcessHandle> of(ProcessHandle process) {
        return process.descendants()
                .filter(ExecutorProcesses::isExecutor)
                .sorted(Comparator.comparing(
                        child -> child.info().startInstant().orElse(Instant.MAX)))
                .toList();
    }

    /** The class path comes first, and is longer than what ProcessHandle tells of a command line. */
    private static boolean isExecutor(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(MAIN_CLASS);
        } catch (IOException e) {
            // It has just ended.
            return false;
        }
    }

    /** Ends a process at once, as the kernel does when memory runs out: SIGKILL. */
    public static void kill(ProcessHandle process) {
        signal("KILL", process);
    }

    /** Stops a process until {@link #go}: it answers nothing, and its connections stay open. */
    public static void stop(ProcessHandle process) {
        signal("STOP", process);
    }

    /** Lets a stopped process go on. */
    public static void go(ProcessHandle process) {
        signal("CONT", process);
    }

    /** Lets a process write no file beyond so many bytes: from there on its disk is as good as full. */
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

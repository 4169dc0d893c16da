package io.credence.driver.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that standard error may be connected to. */
final class Terminal {
    private static final int DEFAULT_WIDTH = 100;

    private Terminal() {}

    /**
     * Returns whether standard error is a terminal. Java can only tell whether standard input and output both are;
     * Linux can tell for each stream.
     */
    static boolean isStandardError() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        Path standardError = Path.of("/proc/self/fd/2");
        if (!Files.exists(standardError)) {
            return System.console() != null;
        }
        try {
            Path device = standardError.toRealPath();
            return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            // A pipe or a deleted file has no real path.
            return false;
        }
    }

    /** Returns the width in columns that the shell has exported, or a common one. */
    static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) - 1 : DEFAULT_WIDTH;
    }
}

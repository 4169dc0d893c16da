package io.credence.driver.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard error is connected to. */
final class Terminal {
    private static final int USUAL_WIDTH = 100;

    private Terminal() {}

    /**
     * Whether a person looks at standard error as it is written. Java only tells whether standard input and output both are
     * a terminal; Linux tells it of each.
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

    /** In columns: what the shell has exported, or a usual width. */
    static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) - 1 : USUAL_WIDTH;
    }
}

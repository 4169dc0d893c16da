package io.credence.driver.cli.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of loaded classes (class-data sharing) from which {@code bin/credence} starts the next JVM, in half of
 * the time. A JVM writes it after the first command that succeeds, because an early failure has loaded few classes.
 */
public final class ClassArchive {
    /** The system property that names the file to write; it needs a JVM with {@code -XX:+RecordDynamicDumpInfo}. */
    static final String FILE = "credence.classes.archive";

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

    private ClassArchive() {}

    /** Writes the archive if the system property asks for it. */
    public static void writeIfRequested() {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        Path complete = Path.of(file);
        Path written = complete.resolveSibling(
                complete.getFileName() + "." + ProcessHandle.current().pid());
        PrintStream out = System.out;
        try {
            // The JVM reports the file on standard output, which belongs to the results of the command.
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            Object[] arguments = {new String[] {"dynamic_dump", "\"" + written + "\""}};
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), "vmCds", arguments, new String[] {String[].class.getName()});
            Files.move(written, complete, StandardCopyOption.ATOMIC_MOVE);
        } catch (JMException | IOException e) {
            // The command has succeeded, and the next one merely starts as slowly.
            LOG.debug("No archive of classes was written", e);
        } finally {
            System.setOut(out);
        }
    }
}

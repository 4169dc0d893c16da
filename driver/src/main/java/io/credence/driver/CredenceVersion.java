package io.credence.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build of Credence. */
public final class CredenceVersion {
    private CredenceVersion() {}

    /** Returns the version, such as {@code 0.1.0}, from the file that the build writes next to this class. */
    public static String current() {
        try (InputStream in = CredenceVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing next to " + CredenceVersion.class);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

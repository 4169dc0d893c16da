package io.credence.driver.config;

import io.credence.driver.UserException;

/**
 * Thrown for an invalid configuration. The message names the key, the file and line or {@code --set}, the value, and
 * what is allowed.
 */
public final class ConfigurationException extends UserException {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}

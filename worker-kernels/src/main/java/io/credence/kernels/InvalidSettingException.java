package io.credence.kernels;

/**
 * Thrown when a setting cannot be used. Every message states the setting, the value found and the values allowed. A
 * caller that knows the setting's source (a section, a file or the command line) adds that source.
 */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /**
     * Creates an exception for an unusable value.
     *
     * @param key the setting's name within its record, such as {@code batchSize}
     * @param found the value that was given
     * @param allowed the values that are allowed, such as {@code at least 1}
     */
    public InvalidSettingException(String key, Object found, String allowed) {
        this(key, "is " + found + "; it must be " + allowed, (Throwable) null);
    }

    private InvalidSettingException(String key, String problem, Throwable cause) {
        super(key + " " + problem, cause);
        this.key = key;
        this.problem = problem;
    }

    /**
     * Returns an exception for the same problem whose key is prefixed by the path of its record, such as {@code
     * training.loss}.
     */
    public InvalidSettingException within(String path) {
        return new InvalidSettingException(path + "." + key, problem, this);
    }

    /** Returns the setting's name within its record. */
    public String key() {
        return key;
    }

    /** Returns the message without the key: {@code is 0; it must be at least 1}. */
    public String problem() {
        return problem;
    }
}

package io.credence.kernels;

/**
 * A setting that the user gave and that cannot be used. The message follows one pattern everywhere: what was set, what was
 * found, what is allowed. Whoever knows where the setting came from (a file, a command line) puts that in front.
 */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /**
     * @param key the setting's name within its record, such as {@code batchSize}
     * @param found the value that was given
     * @param allowed what it must be, such as {@code at least 1}
     */
    public InvalidSettingException(String key, Object found, String allowed) {
        super(key + " is " + found + "; it must be " + allowed);
        this.key = key;
        this.problem = "is " + found + "; it must be " + allowed;
    }

    /** The setting's name within its record. */
    public String key() {
        return key;
    }

    /** The message without the key: {@code is 0; it must be at least 1}. */
    public String problem() {
        return problem;
    }
}

package io.credence.ensemble.binding;

/**
 * Thrown if a document, such as a configuration or a {@code model.json}, has an invalid value. Callers that know the
 * file insert its name between {@link #path} and {@link #problem}:
 * {@code training.batchSize in conf/x.yaml is 0; it must be at least 1}.
 */
public final class InvalidDocumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    /**
     * @param path the dotted path of the value in the document; empty for the document itself
     * @param problem the value found and the values allowed, such as {@code is 0; it must be at least 1}
     * @param cause the exception thrown while binding the document, or null
     */
    public InvalidDocumentException(String path, String problem, Throwable cause) {
        super((path.isEmpty() ? "the document" : path) + " " + problem, cause);
        this.path = path;
        this.problem = problem;
    }

    /**
     * Returns the dotted path of the value, such as {@code training.optimizer.learningRate} or
     * {@code features[2].scale}.
     */
    public String path() {
        return path;
    }

    /** Returns the message without the path. */
    public String problem() {
        return problem;
    }
}

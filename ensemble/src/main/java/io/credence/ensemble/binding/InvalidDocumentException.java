package io.credence.ensemble.binding;

/**
 * A document, such as a configuration or a {@code model.json}, that does not say what it should. Whoever knows the file puts
 * its name between {@link #path} and {@link #problem}: {@code training.batchSize in conf/x.yaml is 0; it must be at least 1}.
 */
public final class InvalidDocumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    /**
     * @param path the dotted path of the value in the document, empty for the document itself
     * @param problem what was found and what is allowed, such as {@code is 0; it must be at least 1}
     * @param cause what was thrown while the document was bound, or null
     */
    public InvalidDocumentException(String path, String problem, Throwable cause) {
        super((path.isEmpty() ? "the document" : path) + " " + problem, cause);
        this.path = path;
        this.problem = problem;
    }

    /** The dotted path of the value, such as {@code training.optimizer.learningRate} or {@code features[2].scale}. */
    public String path() {
        return path;
    }

    /** The message without the path. */
    public String problem() {
        return problem;
    }
}

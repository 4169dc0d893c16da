package io.credence.ensemble.model;

import io.credence.ensemble.binding.InvalidDocumentException;
import java.io.IOException;

/** Thrown if a file of a model directory is damaged, or if this version of Credence cannot read it. */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file the name of the file from {@link ModelFiles#nameOf}
     * @param problem what is wrong, what was found and what is allowed
     */
    public ModelFormatException(String file, String problem) {
        super(file + ": " + problem);
    }

    /**
     * @param file the name of the file from {@link ModelFiles#nameOf}
     * @param cause the problem in its JSON
     */
    public ModelFormatException(String file, InvalidDocumentException cause) {
        super(file + ": " + cause.getMessage(), cause);
    }
}

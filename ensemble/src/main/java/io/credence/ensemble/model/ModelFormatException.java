package io.credence.ensemble.model;

import io.credence.ensemble.binding.InvalidDocumentException;
import java.io.IOException;

/** A file of a model directory that is damaged, or that this version of Credence does not read. */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file the file, as {@link ModelFiles#nameOf} calls it
     * @param problem what of it, what was found and what is allowed
     */
    public ModelFormatException(String file, String problem) {
        super(file + ": " + problem);
    }

    public ModelFormatException(String file, InvalidDocumentException cause) {
        super(file + ": " + cause.getMessage(), cause);
    }
}

package io.credence.ensemble.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one model directory, wherever it is stored. Whoever writes a model hands in a directory with a temporary name
 * and renames it afterwards, so that a directory that exists is whole.
 */
public interface ModelFiles {
    /** Opens a new file for writing; the caller closes it. */
    OutputStream create(String name) throws IOException;

    /** Opens a file for reading; the caller closes it. */
    InputStream open(String name) throws IOException;

    /** The length of a file in bytes. */
    long length(String name) throws IOException;

    /** What messages call a file: its path or its URI. */
    String nameOf(String name);

    /** The files of a local directory, which must exist. */
    static ModelFiles in(Path directory) {
        return new ModelFiles() {
            @Override
            public OutputStream create(String name) throws IOException {
                return Files.newOutputStream(directory.resolve(name));
            }

            @Override
            public InputStream open(String name) throws IOException {
                return Files.newInputStream(directory.resolve(name));
            }

            @Override
            public long length(String name) throws IOException {
                return Files.size(directory.resolve(name));
            }

            @Override
            public String nameOf(String name) {
                return directory.resolve(name).toString();
            }
        };
    }
}

package io.credence.ensemble.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one model directory, on any storage. To write a model, pass a directory with a temporary name and
 * rename it afterwards, so that every existing directory is complete.
 */
public interface ModelFiles {
    /** Opens a new file for writing; the caller closes it. */
    OutputStream create(String name) throws IOException;

    /** Opens a file for reading; the caller closes it. */
    InputStream open(String name) throws IOException;

    /** Returns the length of a file in bytes. */
    long length(String name) throws IOException;

    /** Returns the name of a file in messages: its path or its URI. */
    String nameOf(String name);

    /** Returns the files of a local directory, which must exist. */
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

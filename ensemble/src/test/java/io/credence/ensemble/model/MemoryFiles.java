package io.credence.ensemble.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** A model directory in memory, which tests can damage. */
final class MemoryFiles implements ModelFiles {
    private final Map<String, byte[]> files = new HashMap<>();

    byte[] get(String name) {
        return files.get(name);
    }

    MemoryFiles with(String name, byte[] bytes) {
        MemoryFiles other = new MemoryFiles();
        other.files.putAll(files);
        other.files.put(name, bytes);
        return other;
    }

    @Override
    public OutputStream create(String name) {
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                files.put(name, toByteArray());
            }
        };
    }

    @Override
    public InputStream open(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        return new ByteArrayInputStream(files.get(name));
    }

    @Override
    public long length(String name) {
        return files.get(name).length;
    }

    @Override
    public String nameOf(String name) {
        return "memory/" + name;
    }
}

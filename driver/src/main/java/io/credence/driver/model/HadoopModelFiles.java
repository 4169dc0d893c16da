package io.credence.driver.model;

import io.credence.ensemble.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of a model directory on any Hadoop file system. */
final class HadoopModelFiles implements ModelFiles {
    private final FileSystem fileSystem;
    private final Path directory;

    HadoopModelFiles(FileSystem fileSystem, Path directory) {
        this.fileSystem = fileSystem;
        this.directory = directory;
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return fileSystem.create(new Path(directory, name), false);
    }

    @Override
    public InputStream open(String name) throws IOException {
        return fileSystem.open(new Path(directory, name));
    }

    @Override
    public long length(String name) throws IOException {
        return fileSystem.getFileStatus(new Path(directory, name)).getLen();
    }

    @Override
    public String nameOf(String name) {
        return new Path(directory, name).toString();
    }
}

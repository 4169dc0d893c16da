package io.credence.driver.train.member;

import io.credence.driver.data.shard.WorkDirectory;
import io.credence.ensemble.checkpoint.MemberFile;
import io.credence.ensemble.checkpoint.TrainingStateFile;
import io.credence.ensemble.model.ModelFormatException;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.TrainingState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one member in the work directory: its last two checkpoints and finally the finished member. Every file
 * is written under another name and renamed, so a file that exists is complete. Abandoned tasks may still write here;
 * they write the same bits as their successors, except for the elapsed time.
 */
public final class MemberDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(MemberDirectory.class);
    private static final String FINISHED = "member.safetensors";
    private static final String UNFINISHED = ".";
    private static final int KEPT = 2;

    private final Path directory;
    private final FileSystem fileSystem;

    /** @param directory the directory, created with the first file */
    MemberDirectory(Path directory, Configuration hadoop) throws IOException {
        this.directory = directory;
        this.fileSystem = WorkDirectory.fileSystem(directory, hadoop);
    }

    /** A checkpoint and its name. */
    public record Checkpoint(CheckpointName name, TrainingState state) {}

    /** Returns the name of the newest checkpoint, readable or not. */
    public Optional<CheckpointName> newest() throws IOException {
        return checkpoints().stream().findFirst();
    }

    /** Returns the newest checkpoint that can be read. Logs a warning for each newer one. */
    public Optional<Checkpoint> newestReadable() throws IOException {
        for (CheckpointName name : checkpoints()) {
            try {
                return Optional.of(new Checkpoint(name, read(name)));
            } catch (ModelFormatException | FileNotFoundException e) {
                LOG.warn("Ignoring the checkpoint {}: {}", name.file(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Reads a checkpoint. */
    TrainingState read(CheckpointName name) throws IOException {
        Path file = new Path(directory, name.file());
        long length = fileSystem.getFileStatus(file).getLen();
        return TrainingStateFile.read(file.toString(), fileSystem.open(file), length);
    }

    /**
     * Saves a checkpoint. If that fails, for example because the disk is full, logs a warning and the training
     * continues.
     *
     * @return whether the checkpoint has been saved
     */
    public boolean save(TrainingState state) {
        String file = new CheckpointName(state.start().attempt(), state.steps()).file();
        try {
            write(file, out -> TrainingStateFile.write(state, out));
            removeOld();
            return true;
        } catch (IOException | FSError e) {
            LOG.warn("Could not write the checkpoint {}; training continues", new Path(directory, file), e);
            return false;
        }
    }

    /**
     * Removes incomplete files of killed writers. A task of an earlier attempt that is still writing loses its file
     * and logs a warning. That is harmless, because its successor writes the same.
     */
    void removeUnfinished() throws IOException {
        for (FileStatus file : list()) {
            if (file.getPath().getName().startsWith(UNFINISHED)) {
                fileSystem.delete(file.getPath(), false);
            }
        }
    }

    /** Returns the finished member; empty if there is none or it cannot be read, which is logged. */
    public Optional<Member> finished() throws IOException {
        Path file = new Path(directory, FINISHED);
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(MemberFile.read(
                    file.toString(), in, fileSystem.getFileStatus(file).getLen()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (ModelFormatException e) {
            LOG.warn("Ignoring the finished member {}: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Saves a finished member. As for a checkpoint, a failure is only logged. */
    void finish(Member member) {
        try {
            write(FINISHED, out -> MemberFile.write(member, out));
        } catch (IOException | FSError e) {
            LOG.warn("Could not write the finished member {}", new Path(directory, FINISHED), e);
        }
    }

    /** Returns the names of all checkpoints, newest first. */
    private List<CheckpointName> checkpoints() throws IOException {
        return Arrays.stream(list())
                .flatMap(file -> CheckpointName.of(file.getPath().getName()).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private FileStatus[] list() throws IOException {
        try {
            return fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private void removeOld() throws IOException {
        for (CheckpointName old : checkpoints().stream().skip(KEPT).toList()) {
            fileSystem.delete(new Path(directory, old.file()), false);
        }
    }

    private void write(String name, Content content) throws IOException {
        Path temporary = new Path(directory, UNFINISHED + name + "-" + UUID.randomUUID());
        try {
            // The content closes the stream, because only it can tell when it is complete.
            content.writeTo(fileSystem.create(temporary, false));
            WorkDirectory.rename(fileSystem, temporary, new Path(directory, name));
        } catch (IOException | FSError e) {
            fileSystem.delete(temporary, false);
            throw e;
        }
    }

    /** The content of a file. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}

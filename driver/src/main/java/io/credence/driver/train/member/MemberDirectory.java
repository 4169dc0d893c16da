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
 * What one member has in the work directory: its last two checkpoints and, in the end, the finished member. Every file is written under another
 * name and renamed, so one that exists is whole. Tasks that Spark has given up may still write here; they write what their successors
 * write, bit for bit but for the seconds it took.
 */
public final class MemberDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(MemberDirectory.class);
    private static final String FINISHED = "member.safetensors";
    private static final String UNFINISHED = ".";
    private static final int KEPT = 2;

    private final Path directory;
    private final FileSystem fileSystem;

    /** @param directory is made when the first file is written */
    MemberDirectory(Path directory, Configuration hadoop) throws IOException {
        this.directory = directory;
        this.fileSystem = WorkDirectory.fileSystem(directory, hadoop);
    }

    /** A checkpoint and what it is called. */
    public record Checkpoint(CheckpointName name, TrainingState state) {}

    /** How far the newest checkpoint has come, by its name. */
    public Optional<CheckpointName> newest() throws IOException {
        return checkpoints().stream().findFirst();
    }

    /** The newest checkpoint that can be read; those that cannot are left out with a warning. */
    public Optional<Checkpoint> newestReadable() throws IOException {
        for (CheckpointName name : checkpoints()) {
            try {
                return Optional.of(new Checkpoint(name, read(name)));
            } catch (ModelFormatException | FileNotFoundException e) {
                LOG.warn("The checkpoint {} is passed over: {}", name.file(), e.getMessage());
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
     * Keeps a checkpoint. It is a convenience: that it cannot be written, as on a full disk, is worth a warning, and the training goes on.
     *
     * @return whether it is there
     */
    public boolean save(TrainingState state) {
        String file = new CheckpointName(state.start().attempt(), state.steps()).file();
        try {
            write(file, out -> TrainingStateFile.write(state, out));
            removeOld();
            return true;
        } catch (IOException | FSError e) {
            LOG.warn("The checkpoint {} could not be written, and training goes on", new Path(directory, file), e);
            return false;
        }
    }

    /**
     * Removes what writers have left that were killed. A task of an earlier try that is still writing loses what it writes, which is no loss: it
     * warns, and its successor writes the same.
     */
    void removeUnfinished() throws IOException {
        for (FileStatus file : list()) {
            if (file.getPath().getName().startsWith(UNFINISHED)) {
                fileSystem.delete(file.getPath(), false);
            }
        }
    }

    /** The finished member; empty if there is none, or none that can be read, which is said. */
    public Optional<Member> finished() throws IOException {
        Path file = new Path(directory, FINISHED);
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(MemberFile.read(
                    file.toString(), in, fileSystem.getFileStatus(file).getLen()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (ModelFormatException e) {
            LOG.warn("The finished member {} is passed over: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps a finished member; as with a checkpoint, that it cannot be written is no reason to fail. */
    void finish(Member member) {
        try {
            write(FINISHED, out -> MemberFile.write(member, out));
        } catch (IOException | FSError e) {
            LOG.warn("The finished member {} could not be written", new Path(directory, FINISHED), e);
        }
    }

    /** Newest first. */
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
            // Closed by the content, which knows when it is whole.
            content.writeTo(fileSystem.create(temporary, false));
            WorkDirectory.rename(fileSystem, temporary, new Path(directory, name));
        } catch (IOException | FSError e) {
            fileSystem.delete(temporary, false);
            throw e;
        }
    }

    /** What a file will hold. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}

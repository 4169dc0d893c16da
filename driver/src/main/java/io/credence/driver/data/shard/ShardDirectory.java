package io.credence.driver.data.shard;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The directory {@code shards-FINGERPRINT/} in a work directory, which holds the shards of one data set. A manifest is
 * written last, so a directory with a manifest is complete and is reused when the same data is prepared again.
 */
public final class ShardDirectory {
    private static final String PREFIX = "shards-";
    private static final String MANIFEST = "shards.json";

    private final WorkDirectory work;
    private final Fingerprint fingerprint;
    private final Path directory;

    /** @param fingerprint the fingerprint of the data set */
    public ShardDirectory(WorkDirectory work, Fingerprint fingerprint) {
        this.work = work;
        this.fingerprint = fingerprint;
        this.directory = new Path(work.path(), PREFIX + fingerprint);
    }

    /**
     * One shard in the manifest.
     *
     * @param file the name of the file
     * @param bytes the length of the file
     * @param rows the number of rows
     */
    public record Entry(String file, long bytes, int rows) {}

    /** The manifest, in the order of the plan. */
    record Manifest(List<Entry> shards) {}

    /** Returns the path of the directory. */
    public Path path() {
        return directory;
    }

    /** Returns the shards of an earlier run, in the order of the plan; empty unless all exist. */
    public Optional<List<ShardRef>> find(ShardPlan plan) throws IOException {
        Map<String, Long> lengths = work.list(directory).stream()
                .collect(Collectors.toMap(f -> f.getPath().getName(), FileStatus::getLen));
        if (!lengths.containsKey(MANIFEST)) {
            return Optional.empty();
        }
        Optional<Manifest> manifest = readManifest();
        if (manifest.isEmpty() || manifest.get().shards().size() != plan.total()) {
            return Optional.empty();
        }
        List<ShardRef> shards = new ArrayList<>();
        for (Entry entry : manifest.get().shards()) {
            if (!entry.file().equals(plan.fileName(shards.size()))
                    || !Long.valueOf(entry.bytes()).equals(lengths.get(entry.file()))) {
                return Optional.empty();
            }
            shards.add(reference(entry));
        }
        return Optional.of(shards);
    }

    /** Creates an empty directory, and deletes shards of other data sets and of unfinished runs. */
    public void clear() throws IOException {
        for (FileStatus old : work.list(work.path())) {
            if (old.getPath().getName().startsWith(PREFIX)) {
                work.fileSystem().delete(old.getPath(), true);
            }
        }
        if (!work.fileSystem().mkdirs(directory)) {
            throw new IOException(directory + " could not be created");
        }
    }

    /** Marks the directory as complete by writing the manifest, and returns the shards. */
    public List<ShardRef> complete(List<Entry> entries) throws IOException {
        WorkDirectory.writeWhole(
                work.fileSystem(), new Path(directory, MANIFEST), JsonRecords.print(new Manifest(entries)));
        return entries.stream().map(this::reference).toList();
    }

    /** Invalidates the shards by deleting the manifest. */
    public void discard() throws IOException {
        work.fileSystem().delete(new Path(directory, MANIFEST), false);
    }

    private ShardRef reference(Entry entry) {
        return new ShardRef(new Path(directory, entry.file()).toString(), entry.bytes(), entry.rows(), fingerprint);
    }

    /** Reads the manifest. A damaged manifest counts as missing. */
    private Optional<Manifest> readManifest() throws IOException {
        try (InputStream in = work.fileSystem().open(new Path(directory, MANIFEST))) {
            JsonNode tree = JsonRecords.parse(in.readAllBytes());
            return Optional.of(JsonRecords.bind(tree, Manifest.class));
        } catch (InvalidDocumentException e) {
            return Optional.empty();
        }
    }
}

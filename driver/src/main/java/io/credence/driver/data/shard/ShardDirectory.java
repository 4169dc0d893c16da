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
 * The shards of one data set in a work directory: {@code shards-FINGERPRINT/}, with a list of them that is written last. A directory with
 * that list is complete, and whoever prepares the same data again uses it as it is.
 */
public final class ShardDirectory {
    private static final String PREFIX = "shards-";
    private static final String LIST = "shards.json";

    private final WorkDirectory work;
    private final Fingerprint fingerprint;
    private final Path directory;

    public ShardDirectory(WorkDirectory work, Fingerprint fingerprint) {
        this.work = work;
        this.fingerprint = fingerprint;
        this.directory = new Path(work.path(), PREFIX + fingerprint);
    }

    /** One line of the list. */
    public record Entry(String file, long bytes, int rows) {}

    /** The list, in the order of the plan. */
    record Manifest(List<Entry> shards) {}

    public Path path() {
        return directory;
    }

    /** The shards of an earlier run, in the order of the plan; empty unless all are there. */
    public Optional<List<ShardRef>> find(ShardPlan plan) throws IOException {
        Map<String, Long> lengths = work.list(directory).stream()
                .collect(Collectors.toMap(f -> f.getPath().getName(), FileStatus::getLen));
        if (!lengths.containsKey(LIST)) {
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

    /** Makes an empty directory; what is left of other data sets, or of a run that did not end, is removed. */
    public void clear() throws IOException {
        for (FileStatus old : work.list(work.path())) {
            if (old.getPath().getName().startsWith(PREFIX)) {
                work.fileSystem().delete(old.getPath(), true);
            }
        }
        if (!work.fileSystem().mkdirs(directory)) {
            throw new IOException(directory + " could not be made");
        }
    }

    /** Says that all shards are there. */
    public List<ShardRef> complete(List<Entry> entries) throws IOException {
        WorkDirectory.writeWhole(
                work.fileSystem(), new Path(directory, LIST), JsonRecords.print(new Manifest(entries)));
        return entries.stream().map(this::reference).toList();
    }

    /** Makes sure that nobody finds them any more. */
    public void discard() throws IOException {
        work.fileSystem().delete(new Path(directory, LIST), false);
    }

    private ShardRef reference(Entry entry) {
        return new ShardRef(new Path(directory, entry.file()).toString(), entry.bytes(), entry.rows(), fingerprint);
    }

    /** A list that cannot be read is as good as none. */
    private Optional<Manifest> readManifest() throws IOException {
        try (InputStream in = work.fileSystem().open(new Path(directory, LIST))) {
            JsonNode tree = JsonRecords.parse(in.readAllBytes());
            return Optional.of(JsonRecords.bind(tree, Manifest.class));
        } catch (InvalidDocumentException e) {
            return Optional.empty();
        }
    }
}

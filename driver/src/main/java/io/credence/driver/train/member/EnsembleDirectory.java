package io.credence.driver.train.member;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.driver.data.shard.Fingerprint;
import io.credence.driver.data.shard.WorkDirectory;
import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory {@code work/members-FINGERPRINT/}, which has a directory for each member and a file with the
 * definition of the training run. The fingerprint in the name is that of the definition. A training run whose driver
 * was killed or failed continues with its own members. An abandoned task of another run, whose driver is dead, writes
 * to a directory with another name.
 *
 * @param uri the URI of the directory
 */
public record EnsembleDirectory(String uri) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleDirectory.class);
    private static final String PREFIX = "members-";
    private static final String DEFINITION = "definition.json";

    /**
     * Keeps the members of this training run, if any. Removes those of other runs and logs the settings in which they
     * differ.
     */
    public static EnsembleDirectory claim(Path work, EnsembleDefinition definition, Configuration hadoop)
            throws IOException {
        String json = JsonRecords.print(definition);
        JsonNode expected = JsonRecords.tree(definition);
        Path directory = new Path(work, PREFIX + Fingerprint.of(json));
        FileSystem fileSystem = WorkDirectory.fileSystem(directory, hadoop);
        boolean exists = false;
        for (FileStatus status : fileSystem.exists(work) ? fileSystem.listStatus(work) : new FileStatus[0]) {
            Path found = status.getPath();
            if (found.getName().startsWith(PREFIX)) {
                Optional<JsonNode> other = read(fileSystem, new Path(found, DEFINITION));
                if (found.getName().equals(directory.getName()) && other.isPresent()) {
                    exists = true;
                } else {
                    other.ifPresent(node -> LOG.warn(
                            "Removing {}: it holds the members of a training run that differs in {}",
                            found,
                            String.join(", ", differences(expected, node))));
                    fileSystem.delete(found, true);
                }
            }
        }
        if (!exists) {
            WorkDirectory.writeWhole(fileSystem, new Path(directory, DEFINITION), json);
        }
        return new EnsembleDirectory(directory.toString());
    }

    /** Returns the members that have a directory, so that the others need not be looked up one by one. */
    public Set<Integer> begun(Configuration hadoop) throws IOException {
        Path directory = new Path(uri);
        return Arrays.stream(WorkDirectory.fileSystem(directory, hadoop).listStatus(directory))
                .filter(FileStatus::isDirectory)
                .map(member -> Integer.valueOf(member.getPath().getName()))
                .collect(Collectors.toSet());
    }

    /** Returns the directory of one member. */
    public MemberDirectory member(int index, Configuration hadoop) throws IOException {
        return new MemberDirectory(new Path(uri, Integer.toString(index)), hadoop);
    }

    /**
     * Returns the newest checkpoint of a member.
     *
     * @param known the newest known so far, which is returned if the file system fails
     */
    public Optional<CheckpointName> newest(int index, CheckpointName known, Configuration hadoop) {
        try {
            return member(index, hadoop).newest();
        } catch (IOException e) {
            LOG.warn("Could not list the checkpoints of member {}", index, e);
            return Optional.ofNullable(known);
        }
    }

    private static Optional<JsonNode> read(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(JsonRecords.parse(in.readAllBytes()));
        } catch (FileNotFoundException | InvalidDocumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the dotted paths at which two documents differ. */
    private static List<String> differences(JsonNode expected, JsonNode found) {
        List<String> paths = new ArrayList<>();
        collectDifferences("", expected, found, paths);
        return paths;
    }

    private static void collectDifferences(String path, JsonNode expected, JsonNode found, Collection<String> paths) {
        if (!expected.isObject() || !found.isObject()) {
            if (!expected.asText().equals(found.asText())
                    || !expected.toString().equals(found.toString())) {
                paths.add(path);
            }
            return;
        }
        TreeSet<String> names = expected.properties().stream()
                .map(field -> field.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
        found.properties().forEach(field -> names.add(field.getKey()));
        for (String name : names) {
            collectDifferences(path.isEmpty() ? name : path + "." + name, expected.path(name), found.path(name), paths);
        }
    }
}

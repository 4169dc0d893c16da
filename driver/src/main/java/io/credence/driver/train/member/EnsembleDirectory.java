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
 * {@code work/members-FINGERPRINT/}: one directory a member, and a file that says which training they belong to, whose fingerprint is in the name.
 * A training that finds its own members there, because its driver was killed or it failed, goes on with them. What is left of another training,
 * such as a task whose driver is dead, writes to a directory of another name.
 *
 * @param uri of the directory
 */
public record EnsembleDirectory(String uri) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleDirectory.class);
    private static final String PREFIX = "members-";
    private static final String DEFINITION = "definition.json";

    /** Keeps what is there if it belongs to this training; removes what belongs to others, and says in what they differ. */
    public static EnsembleDirectory claim(Path work, EnsembleDefinition definition, Configuration hadoop)
            throws IOException {
        String text = JsonRecords.print(definition);
        JsonNode wanted = JsonRecords.tree(definition);
        Path directory = new Path(work, PREFIX + Fingerprint.of(text));
        FileSystem fileSystem = WorkDirectory.fileSystem(directory, hadoop);
        boolean ours = false;
        for (FileStatus status : fileSystem.exists(work) ? fileSystem.listStatus(work) : new FileStatus[0]) {
            Path found = status.getPath();
            if (found.getName().startsWith(PREFIX)) {
                Optional<JsonNode> other = read(fileSystem, new Path(found, DEFINITION));
                if (found.getName().equals(directory.getName()) && other.isPresent()) {
                    ours = true;
                } else {
                    other.ifPresent(node -> LOG.warn(
                            "{} holds members of another training, which differs in {}; this one starts afresh",
                            found,
                            String.join(", ", differences(wanted, node))));
                    fileSystem.delete(found, true);
                }
            }
        }
        if (!ours) {
            WorkDirectory.writeWhole(fileSystem, new Path(directory, DEFINITION), text);
        }
        return new EnsembleDirectory(directory.toString());
    }

    /** The members that have something there, so that many that have nothing need not be looked for one by one. */
    public Set<Integer> begun(Configuration hadoop) throws IOException {
        Path directory = new Path(uri);
        return Arrays.stream(WorkDirectory.fileSystem(directory, hadoop).listStatus(directory))
                .filter(FileStatus::isDirectory)
                .map(member -> Integer.valueOf(member.getPath().getName()))
                .collect(Collectors.toSet());
    }

    /** The part of one member, as it is seen from here. */
    public MemberDirectory member(int index, Configuration hadoop) throws IOException {
        return new MemberDirectory(new Path(uri, Integer.toString(index)), hadoop);
    }

    /**
     * How far a member has come.
     *
     * @param known how far it had come before, which is taken to be all where the file system does not answer
     */
    public Optional<CheckpointName> newest(int index, CheckpointName known, Configuration hadoop) {
        try {
            return member(index, hadoop).newest();
        } catch (IOException e) {
            LOG.warn("The checkpoints of member {} could not be listed", index, e);
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

    /** The dotted paths at which two documents differ. */
    private static List<String> differences(JsonNode wanted, JsonNode found) {
        List<String> paths = new ArrayList<>();
        collectDifferences("", wanted, found, paths);
        return paths;
    }

    private static void collectDifferences(String path, JsonNode wanted, JsonNode found, Collection<String> paths) {
        if (!wanted.isObject() || !found.isObject()) {
            if (!wanted.asText().equals(found.asText()) || !wanted.toString().equals(found.toString())) {
                paths.add(path);
            }
            return;
        }
        TreeSet<String> names = wanted.properties().stream()
                .map(field -> field.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
        found.properties().forEach(field -> names.add(field.getKey()));
        for (String name : names) {
            collectDifferences(path.isEmpty() ? name : path + "." + name, wanted.path(name), found.path(name), paths);
        }
    }
}

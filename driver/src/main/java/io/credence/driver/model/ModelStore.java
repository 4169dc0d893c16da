package io.credence.driver.model;

import io.credence.driver.UserException;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.model.ModelDirectory;
import io.credence.ensemble.model.ModelFiles;
import io.credence.ensemble.model.ModelFormatException;
import io.credence.ensemble.model.TensorInfo;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.posterior.EnsembleModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads and writes model directories on any Hadoop file system. */
public final class ModelStore {
    private final Configuration hadoop;

    /** @param hadoop the configuration of the file systems */
    public ModelStore(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Writes a model to a temporary sibling directory and renames it, so that an existing directory is always
     * complete.
     *
     * @param overwrite whether to replace an existing model
     * @throws UserException if a model exists and must not be replaced
     */
    public void write(String directory, ModelDescription description, EnsembleModel model, boolean overwrite)
            throws IOException {
        Path target = new Path(directory);
        FileSystem fileSystem = target.getFileSystem(hadoop);
        Path written = sibling(target);
        fileSystem.mkdirs(written);
        try {
            ModelDirectory.write(
                    new HadoopModelFiles(fileSystem, written),
                    description,
                    tensors(model.memberNetwork()),
                    model.members()::get);
            replace(fileSystem, written, target, overwrite);
        } finally {
            fileSystem.delete(written, true);
        }
    }

    private static void replace(FileSystem fileSystem, Path written, Path target, boolean overwrite)
            throws IOException {
        Path old = sibling(target);
        if (fileSystem.exists(target)) {
            if (!overwrite) {
                throw new UserException(target + " already exists; pass --overwrite to replace it");
            }
            rename(fileSystem, target, old);
        }
        rename(fileSystem, written, target);
        fileSystem.delete(old, true);
    }

    private static Path sibling(Path target) {
        return new Path(target.getParent(), "." + target.getName() + "-" + UUID.randomUUID());
    }

    private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException(from + " could not be renamed to " + to);
        }
    }

    /**
     * Reads the description of a model, without its weights.
     *
     * @throws UserException if the directory contains no model, or a damaged one
     */
    public ModelDescription describe(String directory) throws IOException {
        try {
            return ModelDirectory.readDescription(files(directory));
        } catch (FileNotFoundException e) {
            throw noModel(directory, e);
        } catch (ModelFormatException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /**
     * Reads a model.
     *
     * @throws UserException if the directory contains no model, or a damaged one
     */
    public EnsembleModel read(String directory) throws IOException {
        return read(directory, describe(directory));
    }

    /**
     * Reads a model whose description has been read.
     *
     * @param description as from {@link #describe}
     * @throws UserException if the directory contains no model, or a damaged one
     */
    public EnsembleModel read(String directory, ModelDescription description) throws IOException {
        try {
            MemberNetwork network = MemberNetwork.of(
                    description.network(),
                    description.ensemble().posterior().weightPrior(),
                    description.ensemble().posterior().packing(),
                    description.training().loss(),
                    description.encoding());
            List<float[]> members = ModelDirectory.readMembers(files(directory), description, tensors(network));
            return modelOf(description, members);
        } catch (FileNotFoundException e) {
            throw noModel(directory, e);
        } catch (ModelFormatException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private static EnsembleModel modelOf(ModelDescription description, List<float[]> members) {
        return new EnsembleModel(
                description.task(),
                description.network(),
                description.training().loss(),
                description.ensemble(),
                description.encoding(),
                description.calibration(),
                description.conformal(),
                members);
    }

    private ModelFiles files(String directory) throws IOException {
        Path path = new Path(directory);
        return new HadoopModelFiles(path.getFileSystem(hadoop), path);
    }

    private static UserException noModel(String directory, FileNotFoundException cause) {
        return new UserException(
                directory + " contains no model: " + cause.getMessage()
                        + ". It must be a model/ directory written by credence train",
                cause);
    }

    private static List<TensorInfo> tensors(MemberNetwork network) {
        return network.layout().entries().stream()
                .map(entry -> new TensorInfo(entry.name(), List.of(entry.rows(), entry.columns())))
                .toList();
    }
}

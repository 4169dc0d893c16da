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

/** Writes and reads model directories on any Hadoop file system. */
public final class ModelStore {
    private final Configuration hadoop;

    /** @param hadoop how file systems are reached */
    public ModelStore(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Writes a model under a temporary name beside its place and renames it, so that a directory that exists is whole.
     *
     * @param overwrite whether a model that is there is replaced
     * @throws UserException if there is one and it is not to be replaced
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
                throw new UserException(target + " is there already; it must not be, unless --overwrite is given");
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
     * Reads what a model is, without its weights.
     *
     * @throws UserException if the directory holds no model, or a damaged one
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
     * @throws UserException if the directory holds no model, or a damaged one
     */
    public EnsembleModel read(String directory) throws IOException {
        ModelDescription description = describe(directory);
        try {
            MemberNetwork network = MemberNetwork.of(
                    description.network(),
                    description.ensemble().posterior().weightPrior(),
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

    /** The model that a description and its members' parameters make. */
    public static EnsembleModel modelOf(ModelDescription description, List<float[]> members) {
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
                directory + " holds no model: " + cause.getMessage()
                        + ". It must be the directory model/ that credence train has written",
                cause);
    }

    private static List<TensorInfo> tensors(MemberNetwork network) {
        return network.layout().entries().stream()
                .map(entry -> new TensorInfo(entry.name(), List.of(entry.rows(), entry.columns())))
                .toList();
    }
}

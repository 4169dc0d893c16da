package io.credence.kernels.operation;

import io.credence.kernels.autograd.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The compiled classes of this module that implement {@link Operation}, found in its class directory. */
final class OperationClasses {
    private OperationClasses() {}

    /** Returns every concrete operation, in no particular order. */
    static Stream<Class<?>> all() throws IOException, URISyntaxException {
        Path root = Path.of(Operation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root.resolve("io/credence/kernels"))) {
            return files
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .<Class<?>>map(file -> load(file.replace(".class", "").replace('/', '.')))
                    .filter(type -> Operation.class.isAssignableFrom(type) && !type.isInterface())
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, OperationClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

package io.credence.driver.train;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Configurations of small training runs, regressions by default. */
record Trainings(Path directory, Path rows) {
    /** Writes rows with a noisy linear label. */
    static Trainings in(Path directory, int rows) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("x0,x1,y"));
        for (int i = 0; i < rows; i++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            lines.add(x0 + "," + x1 + "," + (3 * x0 - x1 + 0.5 * random.nextGaussian()));
        }
        return new Trainings(directory, Files.write(directory.resolve("rows.csv"), lines));
    }

    /** Returns the configuration of a training run whose output directory is {@code name}. */
    Configuration configuration(String name, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "data.input=" + rows,
                "data.label=y",
                "task=regression",
                "training.batchSize=32",
                "training.epochs=3",
                "output=" + directory.resolve(name)));
        all.addAll(Arrays.asList(settings));
        return ConfigurationReader.parse(
                "test.yaml", "training: {preset: none, optimizer: {name: adamw, learningRate: 0.01}}\n", all);
    }

    byte[] weights(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name).resolve("model/weights.safetensors"));
    }
}

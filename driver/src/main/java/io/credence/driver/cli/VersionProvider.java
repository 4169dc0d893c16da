package io.credence.driver.cli;

import io.credence.driver.CredenceVersion;
import picocli.CommandLine.IVersionProvider;

/** Provides the output of {@code --version}. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "credence " + CredenceVersion.current(),
            "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION() + ", Java " + Runtime.version()
        };
    }
}

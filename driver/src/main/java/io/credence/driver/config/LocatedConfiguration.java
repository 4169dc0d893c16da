package io.credence.driver.config;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.kernels.InvalidSettingException;
import java.util.List;

/** A configuration as it was read, which knows where each of its settings was written. */
public final class LocatedConfiguration {
    private final SettingsTree tree;
    private final Configuration configuration;

    /** @throws ConfigurationException if a setting is not understood or not allowed */
    LocatedConfiguration(SettingsTree tree) {
        this.tree = tree;
        try {
            this.configuration = JsonRecords.bind(tree.root(), Configuration.class);
        } catch (InvalidDocumentException e) {
            throw new ConfigurationException(message(e), e);
        }
    }

    /** What was set, with every default filled in. */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Says where a setting was written that turned out later not to suit: what the data is like is not known while a configuration is read.
     *
     * @param e whose key is the setting's dotted path
     */
    public ConfigurationException located(InvalidSettingException e) {
        return new ConfigurationException(
                e.key() + " " + tree.locationOf(e.key()).text() + " " + e.problem(), e);
    }

    private String message(InvalidDocumentException e) {
        String where = tree.locationOf(e.path()).text();
        if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            String meant = NearestName.of(unknown.getPropertyName(), known)
                    .map(k -> "; did you mean " + k + "?")
                    .orElse("");
            return e.path() + " " + where + " is not a setting; it must be one of " + String.join(", ", known) + meant;
        }
        String problem = e.problem();
        if (problem.startsWith("is null;") && !tree.holds(e.path())) {
            problem = problem.replaceFirst("is null;", "is missing;");
        }
        return e.path() + " " + where + " " + problem;
    }
}

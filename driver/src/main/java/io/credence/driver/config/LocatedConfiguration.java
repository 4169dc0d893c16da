package io.credence.driver.config;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.kernels.InvalidSettingException;
import java.util.List;

/** A configuration together with the location of each of its settings. */
public final class LocatedConfiguration {
    private final SettingsTree tree;
    private final Configuration configuration;

    /** @throws ConfigurationException if a setting is unknown or invalid */
    LocatedConfiguration(SettingsTree tree) {
        this.tree = tree;
        try {
            this.configuration = JsonRecords.bind(new PresetSettings().fill(tree.root()), Configuration.class);
        } catch (InvalidSettingException e) {
            throw located(e);
        } catch (InvalidDocumentException e) {
            throw new ConfigurationException(message(e), e);
        }
    }

    /** Returns the configuration with all defaults filled in. */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Adds the location of a setting to an error that appeared after the configuration was read, because it depends on
     * the data.
     *
     * @param e an error whose key is the dotted path of the setting
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

package io.credence.driver.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides options of sources before a configuration is printed or stored. An option of a file format is hidden if its
 * name suggests a secret, and every option of other sources, such as the URL of a database, is.
 */
final class SecretOptions {
    /** The value of a hidden option. */
    static final String HIDDEN = "(hidden)";

    private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|credential|access.?key|url|user");

    private SecretOptions() {}

    /** Hides the options in the tree of a configuration. */
    static JsonNode hide(JsonNode configuration, DataSpec data) {
        if (configuration.at("/data/options") instanceof ObjectNode options) {
            for (String name : List.copyOf(data.options().keySet())) {
                if (data.fileFormat() == null || SECRET.matcher(name).find()) {
                    options.put(name, HIDDEN);
                }
            }
        }
        return configuration;
    }
}

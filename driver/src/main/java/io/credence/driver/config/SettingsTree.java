package io.credence.driver.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a file with {@code --set} overrides applied, before validation, and the location of each setting.
 */
final class SettingsTree {
    private final String file;
    private final ObjectNode root;
    private final Map<String, SettingLocation> locations = new HashMap<>();

    /**
     * Sections missing from the file and created by an override. A setting missing from such a section is still
     * located in the file.
     */
    private final Map<String, SettingLocation> created = new HashMap<>();

    /**
     * @param file the name of the file in messages
     * @param text the content of the file
     * @throws ConfigurationException if the content is not a map of settings
     */
    SettingsTree(String file, String text) {
        this.file = file;
        JsonNode tree = new YamlReader(
                        file, (path, mark) -> locations.put(path, SettingLocation.line(file, mark.getLine() + 1)))
                .read(text);
        if (!(tree instanceof ObjectNode object)) {
            throw new ConfigurationException(file + (tree.isNull() ? " is empty" : " contains " + tree)
                    + "; it must be a map of settings such as task: regression");
        }
        this.root = object;
    }

    ObjectNode root() {
        return root;
    }

    /** Returns whether a setting is present, even if it is null. */
    boolean holds(String path) {
        return locations.containsKey(path);
    }

    /** Returns the location of a setting, or of the closest enclosing section that is present. */
    SettingLocation locationOf(String path) {
        if (created.containsKey(path)) {
            return created.get(path);
        }
        for (String p = path; !p.isEmpty(); p = p.substring(0, Math.max(0, lastSeparator(p)))) {
            SettingLocation location = locations.get(p);
            if (location != null) {
                return location;
            }
        }
        return new SettingLocation("in " + file);
    }

    private static int lastSeparator(String path) {
        return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    }

    /**
     * Overrides one setting.
     *
     * @param assignment {@code dotted.key=value}; the value is a YAML scalar or flow collection
     * @throws ConfigurationException if the assignment is malformed, or its key passes through a value that is not a
     *     map
     */
    void set(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            throw new ConfigurationException(
                    "--set " + assignment + " has no value; it must be key=value, such as training.epochs=10");
        }
        String key = assignment.substring(0, equals).strip();
        if (key.isEmpty() || key.startsWith(".") || key.endsWith(".") || key.contains("..")) {
            throw new ConfigurationException(
                    "--set " + assignment + " has no key; it must be key=value, such as training.epochs=10");
        }
        int last = key.lastIndexOf('.');
        forget(key);
        section(last < 0 ? "" : key.substring(0, last), assignment)
                .set(key.substring(last + 1), value(assignment, assignment.substring(equals + 1)));
        locations.put(key, SettingLocation.override(assignment));
    }

    /** Returns the map of settings at a path, creating missing sections. */
    private ObjectNode section(String path, String assignment) {
        ObjectNode section = root;
        String reached = "";
        for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
            reached = reached.isEmpty() ? name : reached + "." + name;
            JsonNode child = section.get(name);
            if (child == null || child.isNull()) {
                section = section.putObject(name);
                created.put(reached, SettingLocation.override(assignment));
            } else if (child instanceof ObjectNode object) {
                section = object;
            } else {
                throw new ConfigurationException(
                        reached + " " + locationOf(reached).text() + " is " + child
                                + "; it must be a map of settings for --set " + assignment);
            }
        }
        return section;
    }

    private static JsonNode value(String assignment, String text) {
        String stripped = text.strip();
        if (stripped.startsWith("|") || stripped.startsWith(">")) {
            throw new ConfigurationException("--set " + assignment
                    + " starts a block scalar; the value must be a scalar, [a, list] or {a: map}, or quoted");
        }
        JsonNode value = new YamlReader("--set " + assignment, (path, mark) -> {}).read(text);
        if (value.isContainerNode() && !stripped.startsWith("{") && !stripped.startsWith("[")) {
            throw new ConfigurationException("--set " + assignment + " is parsed as " + value
                    + "; the value must be a scalar, [a, list] or {a: map}, or quoted");
        }
        return value;
    }

    /** Drops the locations of all settings below an overridden one. */
    private void forget(String path) {
        locations.keySet().removeIf(p -> p.startsWith(path + ".") || p.startsWith(path + "["));
    }
}

package io.credence.driver.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** The settings as they were written, before they are checked: the file's, with {@code --set} laid over them, and where each came from. */
final class SettingsTree {
    private final String file;
    private final ObjectNode root;
    private final Map<String, SettingLocation> locations = new HashMap<>();
    /** Sections that the file lacks and an overlay was the first to name; where what they do not hold would stand is still the file. */
    private final Map<String, SettingLocation> made = new HashMap<>();

    /**
     * @param file the name of the file in messages
     * @param text what it holds
     * @throws ConfigurationException if that is not a map of settings
     */
    SettingsTree(String file, String text) {
        this.file = file;
        JsonNode tree = new YamlReader(
                        file, (path, mark) -> locations.put(path, SettingLocation.line(file, mark.getLine() + 1)))
                .read(text);
        if (!(tree instanceof ObjectNode object)) {
            throw new ConfigurationException(file + " holds " + (tree.isNull() ? "nothing" : tree)
                    + "; it must be a map of settings such as task: regression");
        }
        this.root = object;
    }

    ObjectNode root() {
        return root;
    }

    /** Whether a setting was written at all, if only as null. */
    boolean holds(String path) {
        return locations.containsKey(path);
    }

    /** Where a setting, or the nearest one around it, was written. */
    SettingLocation locationOf(String path) {
        if (made.containsKey(path)) {
            return made.get(path);
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
     * Lays one setting over the tree.
     *
     * @param assignment {@code dotted.key=value}; the value is a YAML scalar or flow collection
     * @throws ConfigurationException if it is not of that form, or the key goes through something that holds no settings
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
        locations.put(key, SettingLocation.overlay(assignment));
    }

    /** The map of settings at a path; made on the way where there is none yet. */
    private ObjectNode section(String path, String assignment) {
        ObjectNode section = root;
        String reached = "";
        for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
            reached = reached.isEmpty() ? name : reached + "." + name;
            JsonNode child = section.get(name);
            if (child == null || child.isNull()) {
                section = section.putObject(name);
                made.put(reached, SettingLocation.overlay(assignment));
            } else if (child instanceof ObjectNode object) {
                section = object;
            } else {
                throw new ConfigurationException(
                        reached + " " + locationOf(reached).text() + " is " + child
                                + "; it must hold settings of its own for --set " + assignment);
            }
        }
        return section;
    }

    private static JsonNode value(String assignment, String text) {
        String stripped = text.strip();
        if (stripped.startsWith("|") || stripped.startsWith(">")) {
            throw new ConfigurationException("--set " + assignment
                    + " begins a block of text; the value must be a scalar, [a, list] or {a: map}, or quoted");
        }
        JsonNode value = new YamlReader("--set " + assignment, (path, mark) -> {}).read(text);
        if (value.isContainerNode() && !stripped.startsWith("{") && !stripped.startsWith("[")) {
            throw new ConfigurationException("--set " + assignment + " is " + value
                    + " as YAML; the value must be a scalar, [a, list] or {a: map}, or quoted");
        }
        return value;
    }

    /** What stood below an overwritten setting is gone, and so is where it stood. */
    private void forget(String path) {
        locations.keySet().removeIf(p -> p.startsWith(path + ".") || p.startsWith(path + "["));
    }
}

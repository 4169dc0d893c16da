package io.credence.driver.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A YAML parser that reports the position of each value. It uses the node graph of SnakeYAML, which distinguishes
 * quoted from plain scalars and knows the line of each key. Duplicate keys, aliases, tags and multiple documents are
 * rejected.
 */
final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String origin;
    private final BiConsumer<String, Mark> positions;

    /**
     * @param origin the name of the input in error messages
     * @param positions receives the path and the position of each key and each list element
     */
    YamlReader(String origin, BiConsumer<String, Mark> positions) {
        this.origin = origin;
        this.positions = positions;
    }

    /** @throws ConfigurationException if the text is not a single YAML document, or uses a rejected feature */
    JsonNode read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        try {
            StreamReader reader = new StreamReader(new StringReader(text));
            Node root = new Composer(new ParserImpl(reader, options), new YamlCoreSchema(), options).getSingleNode();
            return root == null ? NODES.nullNode() : convert(root, "");
        } catch (MarkedYAMLException e) {
            throw new ConfigurationException(place(e.getProblemMark()) + " is not valid YAML: " + problem(e), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(origin + " is not valid YAML: " + e.getMessage(), e);
        }
    }

    private static String problem(MarkedYAMLException e) {
        return e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
    }

    private String place(Mark mark) {
        return mark == null
                ? origin
                : origin + ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ",";
    }

    private JsonNode convert(Node node, String path) {
        if (node instanceof MappingNode mapping && mapping.getTag().equals(Tag.MAP)) {
            return mapping(mapping, path);
        }
        if (node instanceof SequenceNode sequence && sequence.getTag().equals(Tag.SEQ)) {
            return sequence(sequence, path);
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        throw unknownTag(node);
    }

    private ObjectNode mapping(MappingNode mapping, String path) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigurationException(place(entry.getKeyNode().getStartMark())
                        + " has a key that is a list or a map; a key must be a string");
            }
            String name = key.getValue();
            String child = path.isEmpty() ? name : path + "." + name;
            if (object.has(name)) {
                throw new ConfigurationException(child + " in " + origin + ", line "
                        + (key.getStartMark().getLine() + 1) + ", is set twice; it must be set once");
            }
            positions.accept(child, key.getStartMark());
            object.set(name, convert(entry.getValueNode(), child));
        }
        return object;
    }

    private ArrayNode sequence(SequenceNode sequence, String path) {
        ArrayNode array = NODES.arrayNode(sequence.getValue().size());
        for (Node element : sequence.getValue()) {
            String child = path + "[" + array.size() + "]";
            positions.accept(child, element.getStartMark());
            array.add(convert(element, child));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return NODES.textNode(text);
        } else if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        } else if (tag.equals(Tag.INT)) {
            return integer(new BigInteger(text));
        } else if (tag.equals(Tag.FLOAT)) {
            return NODES.numberNode(Double.parseDouble(text));
        }
        throw unknownTag(scalar);
    }

    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private ConfigurationException unknownTag(Node node) {
        return new ConfigurationException(
                place(node.getStartMark()) + " has the tag " + node.getTag() + "; a setting must have no tag");
    }
}

package io.credence.driver.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The core schema of YAML 1.2, which gives plain scalars their types. Octal and hexadecimal numbers, infinity and NaN
 * are left out because no setting allows them. SnakeYAML's default is YAML 1.1, where {@code 1e-3} is a string,
 * {@code no} is false and {@code 12:30} is a number in base 60.
 */
final class YamlCoreSchema extends Resolver {
    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL|"), "~nN\0");
        addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
        addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789");
        addImplicitResolver(
                Tag.FLOAT, Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"), "-+.0123456789");
    }
}

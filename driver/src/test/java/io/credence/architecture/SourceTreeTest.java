package io.credence.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules on packages, names and lines that {@code bin/structure} prints. */
class SourceTreeTest {
    private static SourceTree tree;

    @BeforeAll
    static void read() throws IOException {
        tree = SourceTree.read(Path.of("..").toRealPath());
    }

    @Test
    void packages_areSmallAndDescribed() {
        assertThat(tree.filesByPackage()).containsKey("io.credence.kernels.autograd");
        assertThat(tree.packagesTooLarge()).isEmpty();
        assertThat(tree.packagesWithoutDescription()).isEmpty();
    }

    @Test
    void simpleNamesOfTypes_areUnique() {
        assertThat(tree.sharedNames()).isEmpty();
    }

    @Test
    void imports_followTheModulesAndFormNoCycles() {
        assertThat(tree.forbiddenImports()).isEmpty();
        assertThat(tree.packageCycles()).isEmpty();
    }

    @Test
    void lines_endBeforeColumn120() {
        assertThat(tree.longLines()).isEmpty();
    }
}

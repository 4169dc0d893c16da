package io.credence.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorModule;
import io.credence.kernels.simd.reduction.ReductionLoops;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** The architecture rules: the direction of dependencies, and what main code must not use. */
@AnalyzeClasses(packages = "io.credence", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String KERNELS = "io.credence.kernels..";
    private static final String ENSEMBLE = "io.credence.ensemble..";
    private static final String DRIVER = "io.credence.driver..";
    private static final String LIBRARY = "io.credence.spark..";
    private static final String SIMD = "io.credence.kernels.simd..";
    private static final String COMMAND_LINE = "io.credence.driver.cli..";

    @ArchTest
    static final ArchRule dependencies_runFromDriverToEnsembleToKernels = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("kernels")
            .definedBy(KERNELS)
            .layer("ensemble")
            .definedBy(ENSEMBLE)
            .layer("driver")
            .definedBy(DRIVER)
            .layer("library")
            .definedBy(LIBRARY)
            .whereLayer("library")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("driver")
            .mayOnlyBeAccessedByLayers("library")
            .whereLayer("ensemble")
            .mayOnlyBeAccessedByLayers("driver", "library")
            .whereLayer("kernels")
            .mayOnlyBeAccessedByLayers("ensemble", "driver", "library")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.credence.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule vectorModule_isUsedBySimdAlone = noClasses()
            .that()
            .resideOutsideOfPackage(SIMD)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule vectorFoundation_isUsedBySimdAlone = noClasses()
            .that()
            .resideOutsideOfPackage(SIMD)
            .should()
            .dependOnClassesThat(describe(
                    "are public only for the kernel packages",
                    type -> isInternalToKernels(type.getBaseComponentType())));

    @ArchTest
    static final ArchRule sparkAndHadoop_areUsedByTheDriverAlone = noClasses()
            .that()
            .resideOutsideOfPackages(DRIVER, LIBRARY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "com.esotericsoftware..");

    @ArchTest
    static final ArchRule kernels_dependOnTheJdkAlone = noClasses()
            .that()
            .resideInAPackage(KERNELS)
            .should()
            .dependOnClassesThat(describe(
                    "are outside the JDK and the kernels",
                    type -> !resideInAnyPackage("java..", "javax.management..", "jdk.incubator.vector..", KERNELS)
                                    .test(type.getBaseComponentType())
                            && !type.getBaseComponentType().isPrimitive()));

    @ArchTest
    static final ArchRule staticState_isFinal = fields().that()
            .areStatic()
            .and(describe("are not synthetic", field -> !isSynthetic(field)))
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule randomNumbers_areCounterBased = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .because("a draw must be repeatable anywhere: io.credence.kernels.random");

    @ArchTest
    static final ArchRule standardStreams_belongToTheCommandLine = noClasses()
            .that(resideInAPackage("io.credence..")
                    .and(describe("are not the command line", type -> !resideInAPackage(COMMAND_LINE)
                            .test(type))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "in");

    @ArchTest
    static final ArchRule javaSerialization_isNotUsedDirectly =
            noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectOutputStream.class, ObjectInputStream.class);

    private static boolean isInternalToKernels(JavaClass type) {
        boolean inFoundation = type.getPackageName().equals(Matrix.class.getPackageName());
        boolean isPublicApi = type.isEquivalentTo(Matrix.class) || type.isEquivalentTo(VectorModule.class);
        return inFoundation && !isPublicApi || type.isEquivalentTo(ReductionLoops.class);
    }

    private static boolean isSynthetic(JavaField field) {
        return field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }
}

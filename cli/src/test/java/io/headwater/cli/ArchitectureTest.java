package io.headwater.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Which module may use which, and that nobody uses another module's internals. */
@AnalyzeClasses(packages = "io.headwater", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final List<String> MODULES = List.of("schemas", "service", "model", "streams", "trainer", "cli");

    @ArchTest
    static final ArchRule MODULES_DEPEND_IN_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.headwater..")
            .layer("schemas")
            .definedBy("io.headwater.schemas..", "io.headwater.vision..")
            .layer("service")
            .definedBy("io.headwater.service..")
            .layer("model")
            .definedBy("io.headwater.model..")
            .layer("streams")
            .definedBy("io.headwater.streams..")
            .layer("trainer")
            .definedBy("io.headwater.trainer..")
            .layer("cli")
            .definedBy("io.headwater.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("streams")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("streams", "trainer", "cli")
            .whereLayer("service")
            .mayOnlyBeAccessedByLayers("streams", "trainer", "cli");

    @ArchTest
    static void nobodyUsesTheInternalsOfAnotherModule(com.tngtech.archunit.core.domain.JavaClasses classes) {
        for (String module : MODULES) {
            String own = "io.headwater." + module + "..";
            noClasses()
                    .that()
                    .resideOutsideOfPackage(own)
                    .should()
                    .dependOnClassesThat(internalOf(module))
                    .because("what is in an internal package of " + module + " is nobody else's business")
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    private static DescribedPredicate<JavaClass> internalOf(String module) {
        return resideInAPackage("io.headwater." + module + "..internal..");
    }

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_THE_REGISTRY_CLIENT = noClasses()
            .that()
            .haveNameNotMatching("io\\.headwater\\.schemas\\.SchemaRegistry(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_THE_AWS_SDK = noClasses()
            .that()
            .resideOutsideOfPackage("io.headwater.model.internal.s3")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule COMMANDS_ARE_THE_OUTERMOST = noClasses()
            .that()
            .resideInAnyPackage("io.headwater.cli.client..", "io.headwater.cli.platform..", "io.headwater.cli.topics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.headwater.cli.command..");

    @ArchTest
    static final ArchRule PACKAGES_OF_A_MODULE_HAVE_NO_CYCLES =
            slices().matching("io.headwater.cli.(*)..").should().beFreeOfCycles();
}

package uz.stario.rollback.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the design that concern more than one module. */
class ProgramRulesTest {

  private static final String BASE = "uz.stario.rollback";

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(BASE);

  @Test
  void no_package_is_in_a_cycle() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(PROGRAM);
  }

  @Test
  void ports_are_implemented_by_adapters_test_kit_and_wiring_only() {
    DescribedPredicate<JavaClass> implementsAPort =
        DescribedPredicate.describe(
            "implement a port",
            type ->
                !type.getPackageName().equals(BASE + ".port")
                    && type.getAllRawInterfaces().stream()
                        .anyMatch(resideInAPackage(BASE + ".port")));
    classes()
        .that(implementsAPort)
        .and()
        .doNotHaveFullyQualifiedName(BASE + ".run.engine.PlanEffects")
        .and()
        // Puts the ports of single kinds together.
        .doNotHaveFullyQualifiedName(BASE + ".check.EveryCheck")
        .and()
        // The same rules wherever a registry is kept: only that is an adapter's affair.
        .haveNameNotMatching(BASE + "[.]run[.]engine[.]RegistryTargets([$]Held)?")
        .should()
        .resideInAnyPackage(BASE + ".adapters..", BASE + ".testkit..", BASE + ".app.wiring..")
        .check(PROGRAM);
  }

  @Test
  void only_adapters_know_the_libraries_that_touch_the_world() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + ".adapters..")
        .should()
        .dependOnClassesThat()
        // okhttp3.tls makes certificates, here for the sandbox; it talks to nobody.
        .resideInAnyPackage("io.kubernetes..", "okhttp3", "java.sql..", "org.sqlite..")
        .check(PROGRAM);
  }

  @Test
  void the_sandbox_stands_by_itself() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".sandbox..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(BASE + "..")
                .and(DescribedPredicate.not(resideInAPackage(BASE + ".sandbox.."))))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.junit..")
        .check(PROGRAM);
  }

  @Test
  void the_sandbox_is_known_to_the_demo_and_the_training_run_only() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            BASE + ".sandbox..", BASE + ".app.cli.demo..", BASE + ".app", BASE + ".testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".sandbox..")
        .check(PROGRAM);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(PROGRAM.stream().map(JavaClass::getPackageName).distinct())
        .isNotEmpty()
        .allSatisfy(name ->
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                .as(name)
                .isTrue());
  }
}

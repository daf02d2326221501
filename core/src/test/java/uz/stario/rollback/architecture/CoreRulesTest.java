package uz.stario.rollback.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.File;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class CoreRulesTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("uz.stario.rollback");

  @Test
  void core_depends_on_nothing_but_java_and_its_own_packages() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("uz.stario.rollback..", "java..", "javax.crypto..", "org.jspecify..")
        .check(CORE);
  }

  @Test
  void core_reaches_for_no_file_database_or_network() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..",
            "java.sql..",
            "java.nio.file..",
            "java.nio.channels..",
            "javax.net..",
            "javax.sql..",
            "javax.naming..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            File.class,
            Socket.class,
            ServerSocket.class,
            DatagramSocket.class,
            URL.class,
            URLConnection.class,
            ProcessBuilder.class)
        .check(CORE);
  }

  @Test
  void no_package_is_in_a_cycle() {
    slices().matching("uz.stario.rollback.(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void nobody_sleeps_or_makes_threads_or_exits() {
    noClasses()
        .should()
        .callMethodWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.type(Thread.class))))
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CORE);
  }

  @Test
  void time_and_randomness_are_injected() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(CORE);
  }

  @Test
  void core_prints_nothing() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(CORE.stream().map(c -> c.getPackageName()).distinct())
        .isNotEmpty()
        .allSatisfy(name ->
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                .as(name)
                .isTrue());
  }
}

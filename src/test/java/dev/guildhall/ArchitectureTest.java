package dev.guildhall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which packages may depend on which, and what their classes must not do. */
@Tag("DOC-7")
class ArchitectureTest {
    private static final String ROOT = "dev.guildhall";
    private static final Set<String> TECHNICAL =
            Set.of("text", "money", "failure", "limit", "file", "postgres", "db", "auth", "http", "bus");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path ARCHITECTURE = Path.of("docs", "architecture.md");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void hasTechnicalPackagesAndFeatures() {
        assertThat(packages()).containsAll(TECHNICAL).contains("app");
        assertThat(features()).contains("order", "user");
        assertThat(CLASSES).allMatch(type -> type.getPackageName().matches(ROOT + "(\\.[a-z]+)?"));
    }

    @Test
    void technicalPackagesDependOnNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(named(TECHNICAL))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(named(features()))
                .check(CLASSES);
    }

    @Test
    void noPackageDependsOnApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".app")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".app")
                .check(CLASSES);
    }

    @Test
    void packagesDependOnOneAnotherInOneDirection() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".failure")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".failure"))))
                .check(CLASSES);
    }

    @Test
    void repositoriesHandlersAndStatementsAreNotPublic() {
        classes()
                .that()
                .resideInAnyPackage(named(features()))
                .and()
                .haveSimpleNameEndingWith("Repository")
                .or()
                .haveSimpleNameEndingWith("Handler")
                .or()
                .haveSimpleNameEndingWith("Sql")
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void onlyMigrationsUseJdbc() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.db\\.(Migrations(\\$.*)?|Privileges)")
                .and()
                .doNotHaveSimpleName("JdbcTls")
                .and()
                // They read the SQLSTATE of its exceptions.
                .doNotHaveSimpleName("SqlErrors")
                .and()
                .doNotHaveSimpleName("StartFailure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void statementsUseNoSqlTemplate() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".db")
                .should()
                .callMethodWhere(describe(
                        "lets a misspelt parameter be NULL",
                        call -> call.getTargetOwner().isEquivalentTo(SqlTemplate.class)
                                && call.getName().startsWith("for")))
                .check(CLASSES);
    }

    @Test
    void handlersAndRoutesUseNoSqlClient() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Handler")
                .or()
                .haveSimpleNameEndingWith("Routes")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient.templates..", "io.vertx.pgclient..")
                .check(CLASSES);
    }

    @Test
    void onlyTwoClassesReachIntoVertx() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NettyChannel")
                .and()
                .doNotHaveSimpleName("FlushConsolidation")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..")
                .check(CLASSES);
    }

    @Test
    void moneyIsExact() {
        fields().that()
                .haveNameMatching("(?i).*(price|amount).*")
                .should()
                .notHaveRawType(double.class)
                .andShould()
                .notHaveRawType(float.class)
                .andShould()
                .notHaveRawType(Double.class)
                .andShould()
                .notHaveRawType(Float.class)
                .check(CLASSES);
        fields().that()
                .haveNameMatching("price|amount")
                .should()
                .haveRawType(BigDecimal.class)
                .check(CLASSES);
        methods()
                .that()
                .haveNameMatching("price|amount|money|optionalMoney")
                .should()
                .haveRawReturnType(BigDecimal.class)
                .check(CLASSES);
    }

    @Test
    void eventLoopsAreNotBlocked() {
        noClasses()
                .that(not(mayBlock()))
                .should()
                .callMethodWhere(BlockingCalls.BLOCKING_CALL)
                .orShould()
                .dependOnClassesThat(BlockingCalls.BLOCKING_STREAM)
                .check(CLASSES);
        assertThat(CLASSES)
                .as("the list of classes that may block is needed")
                .anyMatch(type -> mayBlock().test(type)
                        && type.getMethodCallsFromSelf().stream().anyMatch(BlockingCalls.BLOCKING_CALL::test));
    }

    @Test
    void nothingIsPrintedOrLoggedByTheJdk() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    @Test
    @Tag("ORD-2")
    void onlyOneFileWritesTheStatusOfOrders() throws IOException {
        Pattern write = Pattern.compile(
                "(update\\s+orders\\b[^;\"]*?set\\s[^;\"]*?\\bstatus\\s*=|insert\\s+into\\s+orders\\b)");
        assertThat(sources().filter(file -> write.matcher(read(file)).find()))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("MoveSql.java");
    }

    /** In the diagrams of {@code docs/architecture.md} an arrow means that a class depends on the next one. */
    @Test
    void callsFollowTheDiagrams() throws IOException {
        List<String> diagrams = Files.readAllLines(ARCHITECTURE).stream()
                .filter(line -> line.startsWith("    ") && line.contains("→"))
                .toList();
        assertThat(diagrams).hasSizeGreaterThan(3).allSatisfy(line -> {
            List<JavaClass> path = Stream.of(line.split("→"))
                    .map(String::trim)
                    .map(ArchitectureTest::named)
                    .toList();
            for (int i = 1; i < path.size(); i++) {
                assertThat(dependenciesOf(path.get(i - 1)))
                        .as("dependencies of " + path.get(i - 1).getSimpleName())
                        .contains(path.get(i).getSimpleName());
            }
        });
    }

    @Test
    void everyPackageIsDocumentedAndNullMarked() throws IOException {
        Set<Path> directories = sources().map(Path::getParent).collect(Collectors.toSet());
        assertThat(directories)
                .hasSizeGreaterThan(TECHNICAL.size())
                .allSatisfy(directory -> assertThat(read(directory.resolve("package-info.java")))
                        .startsWith("/**")
                        .contains("@NullMarked"));
    }

    private static JavaClass named(String simpleName) {
        return CLASSES.stream()
                .filter(type -> type.getSimpleName().equals(simpleName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no class " + simpleName));
    }

    private static Set<String> dependenciesOf(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(known -> known.getTargetClass().getSimpleName())
                .collect(Collectors.toSet());
    }

    /** Classes that run on their own threads, or before the start and after the stop of everything else. */
    private static DescribedPredicate<JavaClass> mayBlock() {
        return describe(
                "may block",
                type -> BlockingCalls.ALLOWED_IN.stream()
                        .anyMatch(name -> type.getFullName().matches(ROOT + "\\." + name + "(\\$.*)?")));
    }

    private static Set<String> packages() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());
    }

    private static Set<String> features() {
        Set<String> features = packages();
        features.removeAll(TECHNICAL);
        features.removeAll(Set.of("app", "demo"));
        return features;
    }

    private static String[] named(Set<String> packages) {
        return packages.stream().map(name -> ROOT + "." + name).toArray(String[]::new);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

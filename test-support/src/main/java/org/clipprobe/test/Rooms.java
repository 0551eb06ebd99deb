package org.clipprobe.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What holds of every module's packages; the rules of one module alone are in its own test. Looks at the classes in
 * {@code target/classes} of the module whose tests run.
 */
public final class Rooms {
    private static final Pattern INTERNAL = Pattern.compile("\\.internal(\\..*)?$");
    private static final Pattern OPTION = Pattern.compile("\"--[a-z]");
    private static final int MOST_TYPES = 28;

    private final JavaClasses classes;

    private Rooms(JavaClasses classes) {
        this.classes = classes;
    }

    /** The packages of the module whose tests run. */
    public static Rooms ofThisModule() {
        return new Rooms(new ClassFileImporter().importPath(Path.of("target", "classes")));
    }

    /** Checks a rule of the module's own. */
    public void check(ArchRule rule) {
        rule.check(classes);
    }

    /** No package depends on another that depends on it; a package and its internal ones count as one. */
    public void checkNoCycles() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new Room())
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    /** Nothing uses the internal packages of other modules, whose packages begin with one of {@code others}. */
    public void checkOthersInternals(String... others) {
        for (String other : others) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(other + "..internal..")
                    .check(classes);
        }
    }

    /** Types of the packages {@code types} are used in {@code allowed} packages only. */
    public void checkOnlyIn(String[] types, String... allowed) {
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(types)
                .allowEmptyShould(true)
                .check(classes);
    }

    /** Classes of the packages {@code room} use no type of the packages {@code types}. */
    public void checkUsesNone(String room, String... types) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(types)
                .check(classes);
    }

    /** Classes of the packages {@code room} use nothing of the project but each other. */
    public void checkUsesNothingOfOurs(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.clipprobe..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(room))))
                .check(classes);
    }

    /** A package holds one subject: at most 28 types, made ones and nested ones not counted. */
    public void checkSizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        for (JavaClass type : classes) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info") && !made(type)) {
                sizes.merge(type.getPackageName(), 1, Integer::sum);
            }
        }
        List<String> large = sizes.entrySet().stream()
                .filter(size -> size.getValue() > MOST_TYPES)
                .map(size -> size.getKey() + " has " + size.getValue() + " types")
                .toList();
        if (!large.isEmpty()) {
            throw new AssertionError("expected at most " + MOST_TYPES + " types in a package, found: " + large);
        }
    }

    /** Names end in Test where a test is, and options are named by the command line only. */
    public void checkSources(boolean commandLine) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (file.getFileName().toString().endsWith("Test.java")) {
                    throw new AssertionError(file + ": expected a name of its own, found one that ends in Test");
                }
                if (!commandLine && OPTION.matcher(Files.readString(file)).find()) {
                    throw new AssertionError(file + ": expected no option of the command line, found one");
                }
            }
        }
    }

    private static boolean made(JavaClass type) {
        return type.getSimpleName().startsWith("Jte");
    }

    private static final class Room implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith("org.clipprobe")
                    ? SliceIdentifier.of(INTERNAL.matcher(name).replaceFirst(""))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages, with their internal ones";
        }
    }
}

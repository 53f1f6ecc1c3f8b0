package dev.guildhall;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import dev.guildhall.Requirements.Requirement;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every requirement is either proven by a test that is tagged with its id, or listed as planned. */
@Tag("DOC-1")
class RequirementsTest {
    private static final Logger LOG = LoggerFactory.getLogger(RequirementsTest.class);

    private static Requirements requirements = new Requirements(List.of(), Set.of());
    private static Set<String> proven = Set.of();

    @BeforeAll
    static void compareDocumentAndTests() throws IOException, URISyntaxException {
        requirements = Requirements.read();
        proven = idsTaggedOnTests();
        LOG.info("{}", summary());
    }

    @Test
    void everyIdIsListedOnce() {
        assertThat(requirements.ids()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyRequirementIsProvenOrPlanned() {
        assertThat(requirements.ids())
                .filteredOn(
                        id -> !proven.contains(id) && !requirements.planned().contains(id))
                .as("requirements that no test is tagged with, and that are not planned either")
                .isEmpty();
    }

    @Test
    void noProvenRequirementIsStillPlanned() {
        assertThat(requirements.planned())
                .filteredOn(proven::contains)
                .as("requirements that a test is tagged with: take them off the list of what is planned")
                .isEmpty();
    }

    @Test
    void everyTagNamesARequirement() {
        assertThat(proven)
                .filteredOn(id -> !requirements.ids().contains(id))
                .as("tags of tests that no requirement has as its id")
                .isEmpty();
    }

    @Test
    void onlyRequirementsArePlanned() {
        assertThat(requirements.planned())
                .filteredOn(id -> !requirements.ids().contains(id))
                .as("planned ids that no requirement has")
                .isEmpty();
    }

    /** Discovers the tests without running them, so that a tag counts only on a test. A tag of a class applies to its tests. */
    private static Set<String> idsTaggedOnTests() throws URISyntaxException {
        Path testClasses = Path.of(RequirementsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // Without listeners, since one of them may start a database, which nothing here needs.
        LauncherConfig withoutListeners = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        TestPlan plan = LauncherFactory.create(withoutListeners)
                .discover(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClasspathRoots(Set.of(testClasses)))
                        .build());
        return plan.getRoots().stream()
                .flatMap(engine -> plan.getDescendants(engine).stream())
                .filter(found -> found.getSource().orElse(null) instanceof MethodSource)
                .flatMap(test -> test.getTags().stream())
                .map(TestTag::getName)
                .filter(Requirements.ID.asMatchPredicate())
                .collect(toCollection(TreeSet::new));
    }

    private static String summary() {
        return "Requirements: " + proof(requirements.all()) + "\n"
                + requirements.all().stream()
                        .collect(groupingBy(Requirement::area, LinkedHashMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(area ->
                                "  %-5s %s%s".formatted(area.getKey(), proof(area.getValue()), next(area.getValue())))
                        .collect(Collectors.joining("\n"));
    }

    private static String proof(List<Requirement> some) {
        long done = some.stream().filter(one -> proven.contains(one.id())).count();
        return "%3d of %3d proven".formatted(done, some.size());
    }

    private static String next(List<Requirement> area) {
        return area.stream()
                .filter(one -> !proven.contains(one.id()))
                .findFirst()
                .map(one -> "; next " + one.id() + ": " + one.text())
                .orElse("");
    }
}

package dev.guildhall.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.sbom.Component.OsvPackage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * One vulnerability.
 *
 * @see <a href="https://ossf.github.io/osv-schema/">the OSV schema</a>, which defines the algorithm for versions
 */
record OsvRecord(JsonNode json) {
    String id() {
        return json.path("id").asText();
    }

    boolean affects(Component component) {
        if (json.has("withdrawn")) {
            return false;
        }
        List<OsvPackage> packages = component.packages();
        return elements(json, "affected").stream()
                .filter(affected -> packages.contains(new OsvPackage(
                        affected.at("/package/ecosystem").asText(),
                        affected.at("/package/name").asText())))
                .anyMatch(affected ->
                        isListed(affected, component.version()) || isInRange(affected, component.version()));
    }

    private static boolean isListed(JsonNode affected, String version) {
        return elements(affected, "versions").stream()
                .anyMatch(listed -> listed.asText().equals(version));
    }

    private static boolean isInRange(JsonNode affected, String version) {
        ComparableVersion parsed = new ComparableVersion(version);
        return elements(affected, "ranges").stream()
                .filter(range -> !range.path("type").asText().equals("GIT"))
                .anyMatch(range -> isInRange(elements(range, "events"), parsed));
    }

    private static boolean isInRange(List<JsonNode> events, ComparableVersion version) {
        boolean isVulnerable = false;
        for (JsonNode event :
                events.stream().sorted(Comparator.comparing(OsvRecord::version)).toList()) {
            int order = version.compareTo(version(event));
            if (event.has("introduced") && order >= 0) {
                isVulnerable = true;
            } else if (event.has("fixed") && order >= 0 || event.has("last_affected") && order > 0) {
                isVulnerable = false;
            }
        }
        return isVulnerable;
    }

    /** The version of an event, which is the value of its only property. */
    private static ComparableVersion version(JsonNode event) {
        String version = event.elements().next().asText();
        // In OSV "0" is before all versions; in Maven 0-alpha is before 0.
        return new ComparableVersion(version.equals("0") ? "0-alpha-0" : version);
    }

    private static List<JsonNode> elements(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).toList();
    }
}

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
 * @see <a href="https://ossf.github.io/osv-schema/">the schema</a>, whose algorithm for versions this is
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
        ComparableVersion ours = new ComparableVersion(version);
        return elements(affected, "ranges").stream()
                .filter(range -> !range.path("type").asText().equals("GIT"))
                .anyMatch(range -> isInRange(elements(range, "events"), ours));
    }

    private static boolean isInRange(List<JsonNode> events, ComparableVersion version) {
        boolean vulnerable = false;
        for (JsonNode event :
                events.stream().sorted(Comparator.comparing(OsvRecord::version)).toList()) {
            int order = version.compareTo(version(event));
            if (event.has("introduced") && order >= 0) {
                vulnerable = true;
            } else if (event.has("fixed") && order >= 0 || event.has("last_affected") && order > 0) {
                vulnerable = false;
            }
        }
        return vulnerable;
    }

    /** An event has one property: what happened. */
    private static ComparableVersion version(JsonNode event) {
        String version = event.elements().next().asText();
        // Before all others, as "0" is not: 0-alpha precedes it.
        return new ComparableVersion(version.equals("0") ? "0-alpha-0" : version);
    }

    private static List<JsonNode> elements(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).toList();
    }
}

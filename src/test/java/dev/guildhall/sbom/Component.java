package dev.guildhall.sbom;

import java.util.List;

/** A component of the SBOM: a jar. */
record Component(String group, String name, String version) {
    /** The packages under which OSV may list this jar; a webjar contains an npm package. */
    List<OsvPackage> packages() {
        OsvPackage mavenPackage = new OsvPackage("Maven", group + ":" + name);
        return group.equals("org.webjars")
                ? List.of(mavenPackage, new OsvPackage("npm", name), new OsvPackage("npm", name + "-dist"))
                : List.of(mavenPackage);
    }

    @Override
    public String toString() {
        return group + ":" + name + ":" + version;
    }

    /** A package as OSV names it. */
    record OsvPackage(String ecosystem, String name) {}
}

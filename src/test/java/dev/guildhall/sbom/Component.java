package dev.guildhall.sbom;

import java.util.List;

/** A jar of the SBOM. */
record Component(String group, String name, String version) {
    /** The names of what is in it; a webjar holds a package of npm. */
    List<OsvPackage> packages() {
        OsvPackage jar = new OsvPackage("Maven", group + ":" + name);
        return group.equals("org.webjars")
                ? List.of(jar, new OsvPackage("npm", name), new OsvPackage("npm", name + "-dist"))
                : List.of(jar);
    }

    @Override
    public String toString() {
        return group + ":" + name + ":" + version;
    }

    /** As OSV names it. */
    record OsvPackage(String ecosystem, String name) {}
}

/**
 * Checks the tests: it adds the bugs of {@code src/test/planted} to a copy of the project, one after another, runs the
 * test class that should fail, and counts how many bugs are noticed. Begin with
 * {@link dev.guildhall.planted.PlantedBugs}, which {@code mvn -Pplanted verify} runs;
 * {@link dev.guildhall.planted.PlantedBugsTest} is a part of the normal build. {@code docs/testing.md} explains the
 * lists.
 */
@NullMarked
package dev.guildhall.planted;

import org.jspecify.annotations.NullMarked;

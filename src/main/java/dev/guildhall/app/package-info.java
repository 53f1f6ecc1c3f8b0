/**
 * The start and the stop of a node: the configuration, the wiring, and the order of the verticles. It may use every
 * other package, and no other package may use it. Begin with {@link dev.guildhall.app.Main} and
 * {@link dev.guildhall.app.Guildhall}, which start and stop a node; {@link dev.guildhall.app.Wiring} creates all
 * services. {@link dev.guildhall.app.ConfigReader} reads the environment variables that
 * {@link dev.guildhall.app.EnvironmentVariable} lists.
 */
@NullMarked
package dev.guildhall.app;

import org.jspecify.annotations.NullMarked;

/** A small market for trying things, made by calling our own API as a frontend does. Known by the start alone. */
@NullMarked
package dev.guildhall.demo;

import org.jspecify.annotations.NullMarked;

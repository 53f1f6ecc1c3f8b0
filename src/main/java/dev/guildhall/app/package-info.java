/** Where it starts: configuration, wiring, and the order in which verticles come up and go down. */
@NullMarked
package dev.guildhall.app;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.guildhall.money;

import org.jspecify.annotations.NullMarked;

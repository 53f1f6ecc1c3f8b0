/** People: their accounts, their profiles, and the cards they are shown by. */
@NullMarked
package dev.guildhall.user;

import org.jspecify.annotations.NullMarked;

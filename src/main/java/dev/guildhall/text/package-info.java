/**
 * What Unicode says about the characters of texts, by ICU4J and so the same on every JDK. It knows no request and no feature;
 * {@code http} and the features use it. Begin with {@link dev.guildhall.text.Characters}.
 */
@NullMarked
package dev.guildhall.text;

import org.jspecify.annotations.NullMarked;

/**
 * The limits on what one user, one address or one node may do. It depends on no feature and on no other package; every
 * package may use it. Begin with {@link dev.guildhall.limit.Limits}, which has the numbers;
 * {@link dev.guildhall.limit.UserRate} counts the requests of each user on one node.
 */
@NullMarked
package dev.guildhall.limit;

import org.jspecify.annotations.NullMarked;

/**
 * Users: accounts, passwords and sign-in for the frontend's server, profiles, and the list that admins see. The other
 * features use {@link dev.guildhall.user.UserSummary}, the short form of a user that is shown beside an id. Begin with
 * {@link dev.guildhall.user.UserRoutes} for profiles and with {@link dev.guildhall.user.AccountRoutes} for
 * {@code /internal}. {@link dev.guildhall.user.CallerLookup} checks whether the user of a verified token may still
 * act.
 */
@NullMarked
package dev.guildhall.user;

import org.jspecify.annotations.NullMarked;

package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Claims;
import dev.guildhall.auth.Identity;
import dev.guildhall.auth.Subject;
import dev.guildhall.db.Database;
import dev.guildhall.failure.Failure;
import dev.guildhall.support.Market;
import dev.guildhall.support.RecordingProxy;
import dev.guildhall.support.RecordingProxy.Held;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node remembers of the users who call it, and for how long. */
@Tag("AUTH-7")
class CallerLookupIT {
    private static final int TIMEOUT_S = 20;
    private static final Duration CACHED_FOR = Duration.ofSeconds(2);
    private static final String ISSUER = "https://login.example";
    private static final String ACCEPTED = "accepted";
    private static final String LOOK_UP = "tokens_valid_from from users";

    private static TestDatabase testDatabase;
    private static Sql sql;
    private static RecordingProxy proxy;
    private static Vertx vertx;
    private static Database database;
    /** Not through the proxy, whose connections a held response keeps busy. */
    private static Database direct;

    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final UUID mira = aUser();
    private CallerLookup callers;

    /** Who has made a token. */
    enum Token {
        OF_THE_FRONTEND,
        OF_A_PROVIDER;

        Claims of(UUID user, Instant signIn) {
            Subject subject = this == OF_THE_FRONTEND ? new Subject.User(user) : new Identity(ISSUER, user.toString());
            return new Claims(subject, signIn, Instant.MAX);
        }
    }

    @BeforeAll
    static void start() {
        testDatabase = TestDatabase.fresh();
        sql = testDatabase.sql();
        proxy = RecordingProxy.to(testDatabase.address());
        vertx = Vertx.vertx();
        database = new Database(vertx, proxy.address(), 8, 0, new SimpleMeterRegistry());
        direct = new Database(vertx, testDatabase.address(), 8, 0, new SimpleMeterRegistry());
    }

    @BeforeEach
    void startWithNobodyCached() {
        callers = new CallerLookup(database);
        proxy.clear();
    }

    @AfterAll
    static void stop() throws TimeoutException {
        vertx.close().await(TIMEOUT_S, TimeUnit.SECONDS);
        proxy.close();
        sql.close();
        testDatabase.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsAUserOnceForSeveralRequests(Token token) {
        assertThat(outcome(token, mira)).isEqualTo(ACCEPTED);
        assertThat(outcome(token, mira)).isEqualTo(ACCEPTED);
        assertThat(lookUps()).as("how often a user was read for two requests").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void readsAUserWhoHasChangedOnceForSeveralRequests(Token token) {
        assertThat(outcome(token, mira)).isEqualTo(ACCEPTED);
        deactivate(mira);
        callers.forget(mira);
        assertThat(outcome(token, mira)).as("somebody deactivated on this node").isEqualTo("user_deactivated");
        assertThat(outcome(token, mira)).isEqualTo("user_deactivated");
        assertThat(lookUps())
                .as("how often a user was read for one request before a change and two after it")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKeepAnAccountThatWasReadBeforeItsChange(Token token) {
        try (Held read = proxy.holdResponse(LOOK_UP)) {
            Future<String> early = identify(token, mira);
            read.await();
            deactivate(mira);
            callers.forget(mira);
            read.release();
            assertThat(await(early))
                    .as("whose account was read before the change")
                    .isEqualTo(ACCEPTED);
        }
        assertThat(outcome(token, mira))
                .as("somebody deactivated on this node while their account was being read")
                .isEqualTo("user_deactivated");
    }

    @ParameterizedTest
    @EnumSource
    void keepsNoAccountForLongerThanTwoSecondsAfterItsReadHasBegun(Token token) {
        try (Held read = proxy.holdResponse(LOOK_UP)) {
            Future<String> early = identify(token, mira);
            read.await();
            deactivate(mira);
            new Elsewhere().awaitTwoSeconds();
            read.release();
            assertThat(await(early))
                    .as("whose account was read before the change")
                    .isEqualTo(ACCEPTED);
        }
        assertThat(outcome(token, mira))
                .as("somebody deactivated on another node two seconds ago, while their account was being read")
                .isEqualTo("user_deactivated");
    }

    @Test
    void keepsAnAccountWhileSearchesFindNoChangeOfIt() {
        assertThat(outcome(Token.OF_THE_FRONTEND, mira)).isEqualTo(ACCEPTED);
        Elsewhere elsewhere = new Elsewhere();
        elsewhere.awaitTwoSeconds();
        callers.changesFound(System.nanoTime());
        assertThat(outcome(Token.OF_THE_FRONTEND, mira)).isEqualTo(ACCEPTED);
        assertThat(lookUps())
                .as("how often a user was read who has not changed")
                .isEqualTo(1);

        callers.changesFound(System.nanoTime() - CACHED_FOR.toNanos());
        assertThat(outcome(Token.OF_THE_FRONTEND, mira)).isEqualTo(ACCEPTED);
        assertThat(lookUps())
                .as("how often a user was read, the second time two seconds after the last search has begun")
                .isEqualTo(2);
    }

    @Test
    void keepsNoAccountIfAnyOneMayHaveChanged() {
        callers.changesFound(System.nanoTime());
        assertThat(outcome(Token.OF_THE_FRONTEND, mira)).isEqualTo(ACCEPTED);
        deactivate(mira);
        callers.forgetAll();
        assertThat(outcome(Token.OF_THE_FRONTEND, mira))
                .as("somebody who was deactivated unnoticed")
                .isEqualTo("user_deactivated");
    }

    @Test
    void forgetsAllAccountsIfTooManyHaveChanged() {
        callers.changesFound(System.nanoTime());
        assertThat(outcome(Token.OF_THE_FRONTEND, mira)).isEqualTo(ACCEPTED);
        deactivate(mira);
        callers.forget(mira);
        Stream.generate(UUID::randomUUID).limit(CallerLookup.MAX_CACHED).forEach(callers::forget);
        assertThat(outcome(Token.OF_THE_FRONTEND, mira))
                .as("somebody whose change is not kept any more")
                .isEqualTo("user_deactivated");
    }

    @Test
    void isToldOfAChangeOfEachColumnThatItReads() {
        Map<String, String> changes = Map.of(
                "is_admin", "not is_admin",
                "is_active", "not is_active",
                "tokens_valid_from", "now()",
                "claimed_tokens_valid_from", "now()");
        assertThat(CallerLookup.CHANGING_COLUMNS.split(", ")).containsExactlyInAnyOrderElementsOf(changes.keySet());
        changes.forEach((column, value) -> {
            sql.update("update users set standing_tx = null where id = ?", mira);
            sql.update("update users set " + column + " = " + value + " where id = ?", mira);
            assertThat(sql.count("select from users where id = ? and standing_tx is not null", mira))
                    .as("a change of %s is found by other nodes", column)
                    .isEqualTo(1);
        });
    }

    /** Another node, which has read somebody who is deactivated on this one. */
    private final class Elsewhere {
        private final CallerLookup callers = new CallerLookup(direct);
        private final Claims claims = Token.OF_THE_FRONTEND.of(aUser(), now);
        private final long changed;

        Elsewhere() {
            assertThat(await(identify(callers, claims))).isEqualTo(ACCEPTED);
            deactivate(((Subject.User) claims.subject()).id());
            changed = System.nanoTime();
        }

        /** Since it has read them. */
        void awaitTwoSeconds() {
            for (long sent = changed; await(identify(callers, claims)).equals(ACCEPTED); sent = System.nanoTime()) {
                assertThat(sent - changed)
                        .as("nanoseconds after which somebody deactivated on another node was accepted")
                        .isLessThan(CACHED_FOR.toNanos());
            }
        }
    }

    @Test
    void readsThoseWhoChangedTogetherByOneStatement() {
        UUID otto = aUser();
        assertThat(outcome(Token.OF_THE_FRONTEND, mira)).isEqualTo(ACCEPTED);
        assertThat(outcome(Token.OF_A_PROVIDER, mira)).isEqualTo(ACCEPTED);
        deactivate(mira);
        proxy.clear();
        await(callers.reload(List.of(mira, otto)));
        assertThat(outcome(Token.OF_THE_FRONTEND, mira))
                .as("somebody who was deactivated before they were read again")
                .isEqualTo("user_deactivated");
        assertThat(outcome(Token.OF_THE_FRONTEND, otto)).isEqualTo(ACCEPTED);
        assertThat(lookUps())
                .as("how many statements read two users who changed, with a request of each")
                .isEqualTo(1);
        assertThat(outcome(Token.OF_A_PROVIDER, mira))
                .as("somebody who was deactivated before they were read again, by a token of their provider")
                .isEqualTo("user_deactivated");
    }

    @Test
    void doesNotKeepAnAccountThatChangedAgainWhileItWasReadAgain() {
        try (Held read = proxy.holdResponse(LOOK_UP)) {
            Future<Void> reloading = callers.reload(List.of(mira));
            read.await();
            deactivate(mira);
            callers.forget(mira);
            read.release();
            await(reloading);
        }
        assertThat(outcome(Token.OF_THE_FRONTEND, mira))
                .as("somebody deactivated on this node while their account was being read again")
                .isEqualTo("user_deactivated");
    }

    @Test
    @Tag("AUTH-15")
    void refusesTheSessionsThatBeganBeforeTheirEnd() {
        endSessions(now, null);
        assertThat(outcomeOfSession(Token.OF_THE_FRONTEND)).isEqualTo("auth_expired");
        assertThat(outcomeOfSession(Token.OF_A_PROVIDER)).isEqualTo("auth_expired");
    }

    @Test
    @Tag("AUTH-21")
    void refusesTheSessionsFromBeforeAClaimUnlessTheyAreOfAProvider() {
        endSessions(now, now);
        assertThat(outcomeOfSession(Token.OF_THE_FRONTEND))
                .as("a session of the frontend from before the account was claimed")
                .isEqualTo("auth_expired");
        assertThat(outcomeOfSession(Token.OF_A_PROVIDER))
                .as("a session of the provider from before the account was claimed")
                .isEqualTo(ACCEPTED);
        endSessions(now.plusSeconds(1), now);
        callers.forget(mira);
        assertThat(outcomeOfSession(Token.OF_A_PROVIDER))
                .as("a session of the provider that was ended after the claim")
                .isEqualTo("auth_expired");
    }

    @Test
    void acceptsAllSessionsOfAUserWhoHasEndedNone() {
        assertThat(outcomeOfSession(Token.OF_THE_FRONTEND)).isEqualTo(ACCEPTED);
        assertThat(outcomeOfSession(Token.OF_A_PROVIDER)).isEqualTo(ACCEPTED);
    }

    private static UUID aUser() {
        UUID id = Market.of(sql).aUser("Mira").id();
        sql.update("insert into identities (issuer, subject, user_id) values (?, ?, ?)", ISSUER, id.toString(), id);
        return id;
    }

    private static void deactivate(UUID user) {
        sql.update("update users set is_active = false where id = ?", user);
    }

    private void endSessions(Instant before, @Nullable Instant byClaim) {
        sql.update(
                "update users set tokens_valid_from = ?, claimed_tokens_valid_from = ? where id = ?",
                before.atOffset(ZoneOffset.UTC),
                byClaim == null ? null : byClaim.atOffset(ZoneOffset.UTC),
                mira);
    }

    private String outcomeOfSession(Token token) {
        return await(identify(callers, token.of(mira, now.minusSeconds(60))));
    }

    private String outcome(Token token, UUID user) {
        return await(identify(token, user));
    }

    private Future<String> identify(Token token, UUID user) {
        return identify(callers, token.of(user, now));
    }

    /** Whether the user was accepted, or the code of the refusal. */
    private static Future<String> identify(CallerLookup callers, Claims claims) {
        return callers.identify(claims)
                .map(ACCEPTED)
                .recover(error -> error instanceof Failure.Unauthenticated refusal
                        ? Future.succeededFuture(refusal.code())
                        : Future.failedFuture(error));
    }

    private static long lookUps() {
        return proxy.statements().stream()
                .filter(statement -> statement.contains(LOOK_UP))
                .count();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + TIMEOUT_S + " s", e);
        }
    }
}

package dev.guildhall.db;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    private final List<String> mistakes = new ArrayList<>();

    @Test
    void readsAWholeUrl() {
        assertThat(parsed("postgresql://ann:s3cret@db.example:6543/market?sslmode=verify-full"))
                .isEqualTo(new DatabaseAddress("db.example", 6543, "market", "ann", "s3cret", "verify-full"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://ann:s3cret@db/market", "PostgreSQL://ann:s3cret@db:/market?"})
    void fillsInWhatIsLeftOut(String url) {
        assertThat(parsed(url)).isEqualTo(new DatabaseAddress("db", 5432, "market", "ann", "s3cret", "prefer"));
    }

    @Test
    void decodesUserPasswordAndDatabase() {
        assertThat(parsed("postgresql://a%40b:p%3A%2F%3F%23%5B%C3%BC+%25@db/my%20market%2F1"))
                .isEqualTo(new DatabaseAddress("db", 5432, "my market/1", "a@b", "p:/?#[ü+%", "prefer"));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:a:b@db/market, a:b",
        "postgresql://ann:a@b@db/market, a@b",
        "postgresql://ann:ü!$*@my_db/market, ü!$*",
        "postgresql://ann:@db/market, ''",
        "postgresql://ann@db/market, ''"
    })
    void takesAPasswordAsItStandsWhereThatIsClear(String url, String password) {
        assertThat(parsed(url)).extracting(DatabaseAddress::password).isEqualTo(password);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:x@[::1]/market, ::1, 5432",
        "postgresql://ann:x@[fe80::1%25eth0]:1/market, fe80::1%eth0, 1",
        "postgresql://ann:x@postgres_db:65535/market, postgres_db, 65535",
        "postgresql://ann:x@10.0.0.7/market, 10.0.0.7, 5432"
    })
    void readsEveryKindOfHost(String url, String host, int port) {
        DatabaseAddress address = parsed(url);

        assertThat(address).extracting(DatabaseAddress::host).isEqualTo(host);
        assertThat(address).extracting(DatabaseAddress::port).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://ann:s3cret@db/market | does not begin with postgresql://",
                "jdbc:postgresql://ann:s3cret@db/market | does not begin with postgresql://",
                "s3cret | does not begin with postgresql://",
                "postgresql://ann:s3cret^@db/market | is no URL",
                "postgresql://ann:s3cret%zz@db/market | is no URL",
                "postgresql:// | is no URL",
                "postgresql://ann:x/s3cret@db/market | percent-encoded (%2F, %3F, %23)",
                "postgresql://ann:x?s3cret=1@db/market | percent-encoded (%2F, %3F, %23)",
                "postgresql://ann:x@y?s3cret=1@db/market | percent-encoded (%2F, %3F, %23)",
                "postgresql://ann:x#s3cret@db/market | percent-encoded (%2F, %3F, %23)",
                "postgresql://ann:x?s3cret | has no user name",
                "postgresql://db:5432/market | has no user name",
                "postgresql://:s3cret@db/market | has no user name",
                "postgresql://ann:s3cret@/market | has no host",
                "postgresql://ann:s3cret@:5432/market | has no host",
                "postgresql:///market | has no host",
                "postgresql://ann:s3cret@one:1,two:2/market | has a host and port that cannot be understood",
                "postgresql://ann:s3cret@%2Fvar%2Frun/market | has a host and port that cannot be understood",
                "postgresql://ann:s3cret@db:0/market | has a port that is no number from 1 to 65535",
                "postgresql://ann:s3cret@db:65536/market | has a port that is no number from 1 to 65535",
                "postgresql://ann:s3cret@db:port/market | has a port that is no number from 1 to 65535",
                "postgresql://ann:s3cret@db | names no database",
                "postgresql://ann:s3cret@db/ | names no database",
                "postgresql://ann:s3cret@db/a/b | has a path that is not the name of one database",
                "postgresql://ann:s3cret@db/market?sslmode=maybe | has an sslmode that is not one of disable, prefer,",
                "postgresql://ann:s3cret@db/market?sslmode | has an sslmode that is not one of",
                "postgresql://ann:s3cret@db/market?sslmode=require&schema=s3cret | has a parameter \"schema\"",
            })
    void namesWhatIsWrongAndNeverThePassword(String url, String mistake) {
        assertThat(DatabaseAddress.parse(url, mistakes::add)).isNull();
        assertThat(mistakes).anySatisfy(told -> assertThat(told).contains(mistake));
        assertThat(mistakes).noneSatisfy(told -> assertThat(told).contains("s3cret"));
    }

    @Test
    void namesEverythingThatIsWrong() {
        assertThat(DatabaseAddress.parse("postgresql://:x@:0?sslmode=no&pool=3&schema=a", mistakes::add))
                .isNull();
        assertThat(mistakes).hasSize(7);
    }

    @Test
    void hidesThePassword() {
        assertThat(parsed("postgresql://ann:s3cret@[::1]/market"))
                .hasToString("postgresql://ann:***@[::1]:5432/market?sslmode=prefer");
    }

    private DatabaseAddress parsed(String url) {
        DatabaseAddress address = DatabaseAddress.parse(url, mistakes::add);
        assertThat(mistakes).isEmpty();
        assertThat(address).isNotNull();
        return requireNonNull(address);
    }
}

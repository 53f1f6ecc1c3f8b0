package dev.guildhall.db;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    private final List<String> mistakes = new ArrayList<>();

    @Test
    void readsAWholeUrl() {
        assertThat(parsed("postgresql://ann:s3cret@db.example:6543/market?sslmode=require"))
                .isEqualTo(new DatabaseAddress("db.example", 6543, "market", "ann", "s3cret", "require"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://ann:s3cret@db/market", "PostgreSQL://ann:s3cret@db:/market?"})
    void usesDefaultsForMissingParts(String url) {
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
    void acceptsAPasswordThatIsNotEncodedIfItIsUnambiguous(String url, String password) {
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
                "postgresql://ann:s3cret^@db/market | is not a URL",
                "postgresql://ann:s3cret%zz@db/market | is not a URL",
                "postgresql:// | is not a URL",
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
                "postgresql://ann:s3cret@db:0/market | has a port that is not a number from 1 to 65535",
                "postgresql://ann:s3cret@db:65536/market | has a port that is not a number from 1 to 65535",
                "postgresql://ann:s3cret@db:port/market | has a port that is not a number from 1 to 65535",
                "postgresql://ann:s3cret@db | has no database name",
                "postgresql://ann:s3cret@db/ | has no database name",
                "postgresql://ann:s3cret@db/a/b | has a path that is not the name of one database",
                "postgresql://ann:s3cret@db/market?sslmode=maybe | has an sslmode that is not one of disable, prefer,",
                "postgresql://ann:s3cret@db/market?sslmode | has an sslmode that is not one of",
                "postgresql://ann:s3cret@db/market?sslmode=require&schema=s3cret | has the unknown parameter \"schema\"",
                "postgresql://ann:s3cret@db/market?sslmode=verify-full | has sslmode=verify-full and no sslrootcert",
                "postgresql://ann:s3cret@db/market?sslmode=verify-ca | has sslmode=verify-ca and no sslrootcert",
                "postgresql://ann:s3cret@db/market?sslrootcert=pom.xml | sslmode=prefer does not use",
                "postgresql://ann:s3cret@db/market?sslmode=disable&sslrootcert=system | sslmode=disable does not use",
                "postgresql://ann:s3cret@db/market?sslmode=require&sslrootcert=system | too weak for sslrootcert=system",
                "postgresql://ann:s3cret@db/market?sslmode=verify-ca&sslrootcert=gone.crt | \"gone.crt\" that does not exist",
                "postgresql://ann:s3cret@db/market?sslmode=verify-ca&sslrootcert=pom.xml | \"pom.xml\" that contains no certificate",
                "postgresql://ann:s3cret@db/market?sslmode=verify-ca&sslrootcert=src | \"src\" that ",
                "postgresql://ann:s3cret@db/market?sslmode=verify-ca&sslrootcert= | \"\" that ",
                "postgresql://ann:s3cret@db/market?sslmode=verify-ca&sslrootcert=a%00b | has an sslrootcert that is not a path",
                "postgresql://ann:s3cret@db/market?sslmode=require&channel_binding=require | channel_binding=require, which",
                "postgresql://ann:s3cret@db/market?channel_binding=on | has a channel_binding that is not one of",
                "postgresql://ann:s3cret@db/market?application_name= | has an application_name that is not",
                "postgresql://ann:s3cret@db/market?application_name=a%00b | has an application_name that is not",
                "postgresql://ann:s3cret@db/market?connect_timeout=0 | has a connect_timeout that is not a number",
                "postgresql://ann:s3cret@db/market?connect_timeout=61 | has a connect_timeout that is not a number",
                "postgresql://ann:s3cret@db/market?connect_timeout=2s | has a connect_timeout that is not a number",
                "postgresql://ann:s3cret@db/market?sslmode=require&sslmode=disable | has the parameter sslmode more than once",
                "postgresql://ann:s3cret@db/market?pgbouncer=true | has the unknown parameter \"pgbouncer\" (known: sslmode,",
                "postgresql://ann:s3cret@db/market?options=endpoint%3Dep-x | has the unknown parameter \"options\"",
            })
    void reportsWhatIsInvalidWithoutThePassword(String url, String mistake) {
        assertThat(DatabaseAddress.parse(url, mistakes::add)).isNull();
        assertThat(mistakes).anySatisfy(found -> assertThat(found).contains(mistake));
        assertThat(mistakes).noneSatisfy(found -> assertThat(found).contains("s3cret"));
    }

    /** URLs in the form in which providers of databases give them to their customers. */
    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:x@ep-cool-sky-a1.eu-central-1.aws.neon.tech/neondb?sslmode=require, require",
        "postgres://postgres.abcdef:x@aws-0-eu-central-1.pooler.supabase.com:5432/postgres, prefer",
        "postgresql://doadmin:x@db-1.b.db.ondigitalocean.com:25060/defaultdb?sslmode=require, require",
        "postgres://u1:p1@ec2-1-2-3-4.eu-west-1.compute.amazonaws.com:5432/d1, prefer",
        "postgresql://ann%40market:x@market.postgres.database.azure.com:5432/postgres?sslmode=require, require",
        "postgres://application:x@p.abc.db.postgresbridge.com:5432/postgres?channel_binding=prefer, prefer",
        "postgresql://ann:x@dpg-abc-a.oregon-postgres.render.com/market?connect_timeout=15, prefer",
        "postgresql://ann:x@db/market?sslmode=verify-full&sslrootcert=system, verify-full",
        "postgresql://ann:x@db/market?sslrootcert=system, verify-full"
    })
    void acceptsTheUrlsOfProviders(String url, String sslMode) {
        assertThat(parsed(url)).extracting(DatabaseAddress::sslMode).isEqualTo(sslMode);
    }

    @Test
    void readsTheParameters() {
        DatabaseAddress address = parsed(
                "postgresql://ann:x@db/market?application_name=a%20b+c&connect_timeout=60&channel_binding=disable");

        assertThat(address.applicationName()).isEqualTo("a b+c");
        assertThat(address.connectTimeout()).isEqualTo(60);
        assertThat(address.sslRootCert()).isNull();
    }

    /** As in libpq: with a root certificate, sslmode=require verifies the server's certificate. */
    @Test
    void verifiesTheCertificateIfARootCertificateIsGiven(@TempDir Path directory) throws Exception {
        Path root = Certificates.make(directory).certificate("root");

        DatabaseAddress address = parsed("postgresql://ann:x@db/market?sslmode=require&sslrootcert=" + root);

        assertThat(address.sslMode()).isEqualTo("verify-ca");
        assertThat(address.sslRootCert()).isEqualTo(root.toString());
    }

    @Test
    void reportsEveryMistake() {
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

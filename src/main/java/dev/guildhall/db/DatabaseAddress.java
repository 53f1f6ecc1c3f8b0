package dev.guildhall.db;

/**
 * Where a PostgreSQL database is and who we are there; its {@code toString} hides the password.
 *
 * @param sslMode as libpq names it: {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}
 */
public record DatabaseAddress(String host, int port, String database, String user, String password, String sslMode) {

    @Override
    public String toString() {
        return "postgresql://" + user + ":***@" + host + ":" + port + "/" + database + "?sslmode=" + sslMode;
    }
}

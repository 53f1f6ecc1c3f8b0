package dev.guildhall.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.guildhall.auth.Secret;
import dev.guildhall.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills an empty database with demo users and data, and returns the users' tokens. */
public final class Demo {
    public static final String ADMIN_EMAIL = "ada@demo.guildhall.example";
    /** Easy to type into the sign-in form of a frontend. */
    static final String PASSWORD = "guildhall-demo";

    private static final int TOKEN_LIFETIME_MINUTES = 12 * 60;
    private static final String EXAMPLE_GIG = "Logo in three drafts";
    private static final String FIND = """
            select
              exists (select from users) as is_in_use,
              coalesce(json_object_agg(email_key, id) filter (where email like '%@demo.guildhall.example'), '{}') as people
            from users
            """;

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final Vertx vertx;
    private final Database database;
    private final Secret jwtSecret;
    private final Secret serviceToken;
    private final Path directory;

    /** @param directory where a file with the tokens is written */
    public Demo(Vertx vertx, Database database, Secret jwtSecret, Secret serviceToken, Path directory) {
        this.vertx = vertx;
        this.database = database;
        this.jwtSecret = jwtSecret;
        this.serviceToken = serviceToken;
        this.directory = directory;
    }

    /**
     * Creates the demo data and returns a text of several lines for the user; empty if the database has other users.
     *
     * @param url of our own API
     * @param internalUrl of its {@code /internal} routes
     */
    public Future<Optional<String>> run(String url, String internalUrl) {
        return database.read(client -> client.query(FIND).execute()).compose(rows -> {
            var row = rows.iterator().next();
            JsonObject idsByEmail = requireNonNull(row.getJsonObject("people"));
            if (idsByEmail.isEmpty() && row.getBoolean("is_in_use")) {
                LOG.warn("DEMO=true has no effect: the database has users already, and the demo needs an empty one");
                return Future.succeededFuture(Optional.<String>empty());
            }
            return vertx.executeBlocking(() -> Optional.of(prepare(idsByEmail, url, internalUrl)));
        });
    }

    private String prepare(JsonObject idsByEmail, String url, String internalUrl) throws IOException {
        JsonObject script = script();
        DemoApi api = new DemoApi(url);
        DemoApi internal = new DemoApi(internalUrl);
        Map<String, DemoPerson> people = new LinkedHashMap<>();
        JWTAuth jwtAuth = jwtAuth();
        for (Object entry : script.getJsonArray("people")) {
            JsonObject person = (JsonObject) entry;
            String email = person.getString("email");
            String id = idsByEmail.isEmpty() ? create(internal, person) : idsByEmail.getString(email);
            if (id != null) {
                String token = jwtAuth.generateToken(
                        new JsonObject().put("sub", id), new JWTOptions().setExpiresInMinutes(TOKEN_LIFETIME_MINUTES));
                String name = person.getString("name");
                people.put(
                        name, new DemoPerson(name, person.getString("full_name"), email, UUID.fromString(id), token));
            }
        }
        DemoMarket market = new DemoMarket(api, people);
        if (idsByEmail.isEmpty()) {
            market.fill(script);
            LOG.info("DEMO=true has filled the empty database with demo data");
        }
        DemoEnvFile envFile = new DemoEnvFile(url, people.values(), market.gig("FREELANCER", EXAMPLE_GIG));
        return envFile.write(directory);
    }

    private String create(DemoApi internal, JsonObject person) throws IOException {
        JsonObject user = new JsonObject()
                .put("email", person.getString("email"))
                .put("full_name", person.getString("full_name"))
                .put("password", PASSWORD)
                .put("email_verified", true);
        return internal.post(new String(serviceToken.bytes(), UTF_8), "/internal/users", user)
                .getString("id");
    }

    private JWTAuth jwtAuth() {
        return JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm("HS256")
                                .setBuffer(Buffer.buffer(jwtSecret.bytes()))));
    }

    private static JsonObject script() throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("demo.json")) {
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        }
    }
}

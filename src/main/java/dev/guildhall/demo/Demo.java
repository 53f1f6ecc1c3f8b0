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

/** Fills an empty database with people to try things as, and hands out their tokens. */
public final class Demo {
    public static final String ADMIN_EMAIL = "ada@demo.guildhall.example";
    /** Good enough for people who do not exist, and easy to type into a frontend's sign-in. */
    static final String PASSWORD = "guildhall-demo";

    private static final int TOKENS_LAST_MINUTES = 12 * 60;
    private static final String GIG_OF_THE_WALK = "Logo in three drafts";
    private static final String FIND = """
            select
              exists (select from users) as is_in_use,
              coalesce(json_object_agg(lower(email), id) filter (where email like '%@demo.guildhall.example'), '{}') as people
            from users
            """;

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final Vertx vertx;
    private final Database database;
    private final Secret jwtSecret;
    private final Secret serviceToken;
    private final Path callers;

    /** @param directory where to leave the tokens in a file */
    public Demo(Vertx vertx, Database database, Secret jwtSecret, Secret serviceToken, Path directory) {
        this.vertx = vertx;
        this.database = database;
        this.jwtSecret = jwtSecret;
        this.serviceToken = serviceToken;
        this.callers = directory;
    }

    /**
     * What to tell whoever started it, in several lines; empty where the database is in use by others.
     *
     * @param url where our own API answers
     * @param internalUrl where its {@code /internal} does
     */
    public Future<Optional<String>> run(String url, String internalUrl) {
        return database.read(client -> client.query(FIND).execute()).compose(rows -> {
            var row = rows.iterator().next();
            JsonObject known = requireNonNull(row.getJsonObject("people"));
            if (known.isEmpty() && row.getBoolean("is_in_use")) {
                LOG.warn(
                        "DEMO=true fills an empty database only, and in this one there are people already: it stays as it is");
                return Future.succeededFuture(Optional.<String>empty());
            }
            return vertx.executeBlocking(() -> Optional.of(open(known, url, internalUrl)));
        });
    }

    private String open(JsonObject known, String url, String internalUrl) throws IOException {
        JsonObject script = script();
        DemoApi api = new DemoApi(url);
        DemoApi internal = new DemoApi(internalUrl);
        Map<String, DemoPerson> people = new LinkedHashMap<>();
        JWTAuth signing = signing();
        for (Object entry : script.getJsonArray("people")) {
            JsonObject person = (JsonObject) entry;
            String email = person.getString("email");
            String id = known.isEmpty() ? create(internal, person) : known.getString(email);
            if (id != null) {
                String token = signing.generateToken(
                        new JsonObject().put("sub", id), new JWTOptions().setExpiresInMinutes(TOKENS_LAST_MINUTES));
                String name = person.getString("name");
                people.put(
                        name, new DemoPerson(name, person.getString("full_name"), email, UUID.fromString(id), token));
            }
        }
        DemoMarket market = new DemoMarket(api, people);
        if (known.isEmpty()) {
            market.fill(script);
            LOG.info("DEMO=true: the database was empty and now holds a small market");
        }
        DemoEnvFile paper = new DemoEnvFile(url, people.values(), market.gig("FREELANCER", GIG_OF_THE_WALK));
        return paper.write(callers);
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

    private JWTAuth signing() {
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

package dev.guildhall.demo;

import dev.guildhall.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What somebody needs who wants to try the demo from a shell.
 *
 * @param gig one to order
 */
record DemoEnvFile(String url, Collection<DemoPerson> people, String gig) {
    /** Writes {@code demo.env}, which a shell can source, and answers with what is in it. */
    String write(Path directory) {
        Path file = directory.resolve("demo.env");
        try {
            PrivateFile.write(file, variables());
            return words("\nOr all of them at once: . " + file);
        } catch (IOException e) {
            return words("");
        }
    }

    private String variables() {
        return "# Tokens of the demo, good for 12 hours; every start with DEMO=true makes new ones.\n"
                + "URL=" + url + "\nGIG=" + gig + "\n"
                + people.stream()
                        .map(person -> person.name() + "=" + person.token() + "\n" + person.name() + "_ID="
                                + person.id() + "\n")
                        .collect(Collectors.joining());
    }

    private String words(String shorter) {
        return "The demo's people, all with the password " + Demo.PASSWORD + ":\n"
                + people.stream()
                        .map(person -> "  %-11s %-14s %s%n".formatted(person.name(), person.fullName(), person.email()))
                        .collect(Collectors.joining())
                + "To try things as them, in another terminal:\n\n"
                + variables() + shorter + """

                curl -s $URL/gigs
                curl -s $URL/me -H "Authorization: Bearer $CLIENT"
                curl -s $URL/orders -H "Authorization: Bearer $CLIENT"
                curl -s $URL/orders -H "Authorization: Bearer $CLIENT" -H 'Content-Type: application/json' -d '{"gig_id":"'$GIG'"}'
                """;
    }
}

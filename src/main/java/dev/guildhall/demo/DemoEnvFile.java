package dev.guildhall.demo;

import dev.guildhall.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The variables and commands for trying out the demo in a shell.
 *
 * @param gig the id of a gig to order
 */
record DemoEnvFile(String url, Collection<DemoPerson> people, String gig) {
    /** Writes {@code demo.env}, which a shell can source, and returns a text with its content and example commands. */
    String write(Path directory) {
        Path file = directory.resolve("demo.env");
        try {
            PrivateFile.write(file, variables());
            return summary("\nOr set all of them with: . " + file);
        } catch (IOException e) {
            return summary("");
        }
    }

    private String variables() {
        return "# Tokens of the demo, valid for 12 hours; every start with DEMO=true creates new ones.\n"
                + "URL=" + url + "\nGIG=" + gig + "\n"
                + people.stream()
                        .map(person -> person.name() + "=" + person.token() + "\n" + person.name() + "_ID="
                                + person.id() + "\n")
                        .collect(Collectors.joining());
    }

    private String summary(String hint) {
        return "The users of the demo, all with the password " + Demo.PASSWORD + ":\n"
                + people.stream()
                        .map(person -> "  %-11s %-14s %s%n".formatted(person.name(), person.fullName(), person.email()))
                        .collect(Collectors.joining())
                + "To try the API as one of them, type in a second terminal:\n\n"
                + variables() + hint + """

                curl -s $URL/gigs
                curl -s $URL/me -H "Authorization: Bearer $CLIENT"
                curl -s $URL/orders -H "Authorization: Bearer $CLIENT"
                curl -s $URL/orders -H "Authorization: Bearer $CLIENT" -H 'Content-Type: application/json' -d '{"gig_id":"'$GIG'"}'
                """;
    }
}

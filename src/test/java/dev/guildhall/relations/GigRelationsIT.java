package dev.guildhall.relations;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Requests that name the id of a gig. */
class GigRelationsIT extends Relations {
    @Override
    String table() {
        return """
                id                                            | action                  | own            | own, inactive  | own, deleted   | another's     | another's, inactive | another's, deleted | deactivated's    | nobody's
                getGig path id                                | read …                  | 200            | 200            | 404            | 200           | 404                 | 404                | 404              | 404
                getGig path id as an admin                    | read …                  | 200            | 200            | 404            | 200           | 200                 | 404                | 200              | 404
                getGig path id as anyone                      | read …                  | -              | -              | -              | 200           | 404                 | 404                | 404              | 404
                updateGig path id                             | edit …                  | 200            | 200            | 404            | 403 forbidden | 404                 | 404                | 404              | 404
                updateGig path id as an admin                 | edit …                  | 200            | 200            | 404            | 403 forbidden | 403 forbidden       | 404                | 403 forbidden    | 404
                deleteGig path id                             | delete …                | 204            | 204            | 404            | 403 forbidden | 404                 | 404                | 404              | 404
                deleteGig path id as an admin                 | delete …                | 204            | 204            | 404            | 403 forbidden | 403 forbidden       | 404                | 403 forbidden    | 404
                placeOrder body gig_id                        | order …                 | 422 order_self | 422 order_self | 422 order_self | 201           | 409 gig_inactive    | 409 gig_inactive   | 409 gig_inactive | 404
                placeOrder body gig_id as an admin            | order …                 | 422 order_self | 422 order_self | 422 order_self | 201           | 409 gig_inactive    | 409 gig_inactive   | 409 gig_inactive | 404
                listModerationEvents query gig_id             | list what was done to … | 403 forbidden  | 403 forbidden  | 403 forbidden  | 403 forbidden | 403 forbidden       | 403 forbidden      | 403 forbidden    | 403 forbidden
                listModerationEvents query gig_id as an admin | list what was done to … | 200 with 0     | 200 with 0     | 200 with 0     | 200 with 2    | 200 with 0          | 200 with 0         | 200 with 0       | 200 with 0
                """;
    }

    @Override
    Map<String, List<String>> relations() {
        return Map.of(
                "own", List.of("", "a gig of their own"),
                "own, inactive", List.of("", "an inactive gig of their own"),
                "own, deleted", List.of("", "a deleted gig of their own"),
                "another's", List.of("", "somebody else's gig"),
                "another's, inactive", List.of("", "somebody else's inactive gig"),
                "another's, deleted", List.of("", "somebody else's deleted gig"),
                "deactivated's", List.of("", "a deactivated person's gig"),
                "nobody's", List.of("", "a gig that is not there"));
    }

    @Override
    Outcome send(Cell cell) {
        Person caller = cell.caller().equals("an admin") ? market.anAdmin() : market.aUser("Cleo Caller");
        UUID gig = gig(cell.relation(), caller).id();
        if (cell.relation().equals("another's") && cell.operation().equals("listModerationEvents")) {
            ApiClient moderator = market.api().as(market.anAdmin());
            moderator
                    .patch("/gigs/" + gig, Map.of("is_active", false, "reason", "Stolen."))
                    .expect(200);
            moderator.patch("/gigs/" + gig, Map.of("is_active", true)).expect(200);
        }
        ApiClient api =
                cell.caller().equals("anyone") ? market.api() : market.api().as(caller);
        return sendChecked(
                cell,
                () -> Outcome.of(
                        switch (cell.operation()) {
                            case "getGig" -> api.get("/gigs/" + gig);
                            case "updateGig" -> api.patch("/gigs/" + gig, Map.of("title", "Another logo"));
                            case "deleteGig" -> api.delete("/gigs/" + gig);
                            case "placeOrder" -> api.post("/orders", Map.of("gig_id", gig));
                            case "listModerationEvents" -> api.get("/moderation-events?gig_id=" + gig);
                            default -> throw new IllegalArgumentException(cell.id());
                        }));
    }

    private TestGig gig(String relation, Person caller) {
        Person owner = relation.startsWith("own") ? caller : market.aUser("Olga Owner");
        if (relation.equals("nobody's")) {
            return new TestGig(UUID.randomUUID(), owner);
        }
        TestGig gig = relation.endsWith("inactive")
                ? market.aGig().by(owner).inactive().create()
                : market.aGig().by(owner).create();
        if (relation.endsWith("deleted")) {
            market.sql().update("update gigs set deleted_at = now() where id = ?", gig.id());
        } else if (relation.equals("deactivated's")) {
            market.sql().update("update users set is_active = false where id = ?", owner.id());
        }
        return gig;
    }
}

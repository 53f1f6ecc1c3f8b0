import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.GigsApi;
import org.openapitools.client.api.InternalApi;
import org.openapitools.client.api.MessagesApi;
import org.openapitools.client.api.OrdersApi;
import org.openapitools.client.api.ReviewsApi;
import org.openapitools.client.api.UsersApi;
import org.openapitools.client.model.Gig;
import org.openapitools.client.model.GigInput;
import org.openapitools.client.model.MePatch;
import org.openapitools.client.model.MessageInput;
import org.openapitools.client.model.Note;
import org.openapitools.client.model.Order;
import org.openapitools.client.model.OrderInput;
import org.openapitools.client.model.OrderStatus;
import org.openapitools.client.model.PaymentInput;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.ProblemCode;
import org.openapitools.client.model.ReviewInput;
import org.openapitools.client.model.UserInput;

/** The walk of {@code walks/walk.ts}, through the client of openapi-generator's {@code java} with the library {@code native}. */
final class Walk {
    private static final InternalApi SERVICE = new InternalApi(connect(setting("SERVICE_TOKEN")));

    private Walk() {}

    public static void main(String[] args) throws Exception {
        UUID client = register("mira", "Mira Okafor");
        UUID freelancer = register("tomas", "Tomas Lind");
        same(freelancer, SERVICE.findUsers("tomas@java.example", null, null, null).getId());
        ApiClient asClient = connect(tokenOf(client));
        ApiClient asFreelancer = connect(tokenOf(freelancer));

        UsersApi profile = new UsersApi(asFreelancer);
        String version = "\"" + profile.getMe().getVersion() + "\"";
        String instructions = "IBAN SE45 5000 0000 0583 9825 7466";
        same(
                instructions,
                profile.updateMe(version, null, new MePatch().paymentInstructions(instructions))
                        .getPaymentInstructions());
        GigInput offer = new GigInput()
                .title("Logo by java")
                .description("Three drafts.")
                .price("49.90")
                .deliveryDays(7);
        Gig gig = new GigsApi(asFreelancer).createGig(offer, null);
        same(
                gig.getId(),
                new GigsApi(asClient)
                        .listGigs("\"Logo by java\"", "0.5", null, null, null, null, null, null, null)
                        .getItems()
                        .get(0)
                        .getId());

        OrdersApi buying = new OrdersApi(asClient);
        OrdersApi selling = new OrdersApi(asFreelancer);
        Order placed = buying.placeOrder(new OrderInput().gigId(gig.getId()).expectedPrice("49.90"), null);
        UUID order = placed.getId();
        same(OrderStatus.PENDING_PAYMENT, placed.getStatus());
        same("49.90", placed.getAmount());
        same(null, placed.getPaymentProof());
        same(true, Objects.requireNonNull(placed.getDeadlines().getPayBy()).isAfter(placed.getCreatedAt()));
        PaymentInput payment =
                new PaymentInput().proofReference("SEPA java").payerName("Mira").amount("49.90");
        Order paid = buying.submitPayment(order, payment, null, null);
        same("SEPA java", Objects.requireNonNull(paid.getPaymentProof()).getProofReference());
        same(Order.AwaitingEnum.FREELANCER, paid.getAwaiting());
        same(OrderStatus.PAYMENT_CONFIRMED, selling.confirmPayment(order, null, null, Map.of()).getStatus());
        same(OrderStatus.IN_PROGRESS, selling.startWork(order, null, null, Map.of()).getStatus());
        Note files = new Note().note("https://files.example/4f1c");
        same(OrderStatus.SUBMITTED, selling.submitWork(order, null, null, files).getStatus());
        Order approved = buying.approveWork(order, null, null, Map.of());
        same(OrderStatus.COMPLETED, approved.getStatus());
        same(null, approved.getAwaiting());
        ReviewInput review = new ReviewInput().orderId(order).rating(5);
        same(null, new ReviewsApi(asClient).createReview(review, null).getComment());
        same(5, new ReviewsApi(asFreelancer).createReview(review, null).getRating());
        same(
                List.of(
                        "null PENDING_PAYMENT",
                        "PENDING_PAYMENT PAYMENT_SUBMITTED",
                        "PAYMENT_SUBMITTED PAYMENT_CONFIRMED",
                        "PAYMENT_CONFIRMED IN_PROGRESS",
                        "IN_PROGRESS SUBMITTED",
                        "SUBMITTED COMPLETED"),
                selling.listOrderHistory(order, null, null).getItems().stream()
                        .map(event -> event.getFrom() + " " + event.getTo())
                        .toList());

        MessageInput thanks = new MessageInput().receiverId(freelancer).content("Thank you!");
        same(null, new MessagesApi(asClient).sendMessage(thanks, null).getOrderId());
        same(
                "Thank you!",
                new MessagesApi(asFreelancer)
                        .listConversations(null, null)
                        .getItems()
                        .get(0)
                        .getLastMessage()
                        .getContent());
        same(ProblemCode.NOT_FOUND, refusalOfOrder(buying, gig.getId()));
        var read = OkHttpWalk.read(setting("GUILDHALL_URL"), tokenOf(client), order);
        same("49.90", Objects.requireNonNull(read.getPaymentProof()).getAmount());
        same(null, read.getAwaiting());
        System.out.println("java: two people have traded, with fields in the answers that the client does not know");
    }

    private static ProblemCode refusalOfOrder(OrdersApi orders, UUID order) throws Exception {
        try {
            orders.getOrder(order, null);
            return null;
        } catch (ApiException refused) {
            return ApiClient.createDefaultObjectMapper()
                    .readValue(refused.getResponseBody(), Problem.class)
                    .getCode();
        }
    }

    private static UUID register(String who, String fullName) throws ApiException {
        String email = who + "@java.example";
        return SERVICE.createUser(new UserInput()
                        .email(email)
                        .fullName(fullName)
                        .emailVerified(true)
                        .issuer("https://java.example")
                        .subject(email)
                        .clientIp("203.0.113.7"))
                .getId();
    }

    private static ApiClient connect(String token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(setting("GUILDHALL_URL"));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }

    private static String tokenOf(UUID user) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signed = encoded("{\"alg\":\"HS256\"}") + "."
                + encoded("{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}".formatted(user, now, now + 600));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(setting("JWT_SECRET").getBytes(UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(signed.getBytes(UTF_8));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encoded(String part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(UTF_8));
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> name + " is not set; run.mjs sets it");
    }

    private static void same(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + ", but it is " + actual);
        }
    }
}

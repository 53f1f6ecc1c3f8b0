import java.util.UUID;
import okhttp.ApiClient;
import okhttp.api.OrdersApi;
import okhttp.model.Order;

/** Reads an order by the client that openapi-generator's {@code java} makes where no library is chosen. */
final class OkHttpWalk {
    private OkHttpWalk() {}

    static Order read(String url, String token, UUID order) throws Exception {
        ApiClient client = new ApiClient();
        client.setBasePath(url);
        client.addDefaultHeader("Authorization", "Bearer " + token);
        return new OrdersApi(client).getOrder(order, null);
    }
}

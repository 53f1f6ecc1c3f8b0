import java.time.Instant
import java.util.Base64
import java.util.UUID
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import org.openapitools.client.apis.GigsApi
import org.openapitools.client.apis.InternalApi
import org.openapitools.client.apis.MessagesApi
import org.openapitools.client.apis.OrdersApi
import org.openapitools.client.apis.ReviewsApi
import org.openapitools.client.apis.UsersApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.models.GigInput
import org.openapitools.client.models.MePatch
import org.openapitools.client.models.MessageInput
import org.openapitools.client.models.Note
import org.openapitools.client.models.Order
import org.openapitools.client.models.OrderInput
import org.openapitools.client.models.OrderStatus
import org.openapitools.client.models.PaymentInput
import org.openapitools.client.models.Problem
import org.openapitools.client.models.ProblemCode
import org.openapitools.client.models.ReviewInput
import org.openapitools.client.models.UserInput

private val url = setting("GUILDHALL_URL")
private val service = InternalApi(url).with(setting("SERVICE_TOKEN"))

/** The walk of `walks/walk.ts`, through the client of openapi-generator's `kotlin`. */
fun main() {
    val client = register("mira", "Mira Okafor")
    val freelancer = register("tomas", "Tomas Lind")
    same(freelancer, service.findUsers("tomas@kotlin.example").id)
    val asClient = tokenOf(client)
    val asFreelancer = tokenOf(freelancer)

    val profile = UsersApi(url).with(asFreelancer)
    val instructions = "IBAN SE45 5000 0000 0583 9825 7466"
    val version = "\"${profile.getMe().version}\""
    same(instructions, profile.updateMe(version, mePatch = MePatch(paymentInstructions = instructions)).paymentInstructions)
    val gig = GigsApi(url).with(asFreelancer).createGig(GigInput("Logo by kotlin", "Three drafts.", "49.90", 7))
    same(gig.id, GigsApi(url).with(asClient).listGigs("\"Logo by kotlin\"", minPrice = "0.5").items.single().id)

    val buying = OrdersApi(url).with(asClient)
    val selling = OrdersApi(url).with(asFreelancer)
    val placed = buying.placeOrder(OrderInput(gig.id, "49.90"))
    val order = placed.id
    same(OrderStatus.PENDING_PAYMENT, placed.status)
    same("49.90", placed.amount)
    same(null, placed.paymentProof)
    same(true, placed.deadlines.payBy!!.isAfter(placed.createdAt))
    val paid = buying.submitPayment(order, PaymentInput("SEPA kotlin", "Mira", "49.90"))
    same("SEPA kotlin", paid.paymentProof!!.proofReference)
    same(Order.Awaiting.freelancer, paid.awaiting)
    same(OrderStatus.PAYMENT_CONFIRMED, selling.confirmPayment(order).status)
    same(OrderStatus.IN_PROGRESS, selling.startWork(order).status)
    same(OrderStatus.SUBMITTED, selling.submitWork(order, note = Note("https://files.example/4f1c")).status)
    val approved = buying.approveWork(order)
    same(OrderStatus.COMPLETED, approved.status)
    same(null, approved.awaiting)
    same(null, ReviewsApi(url).with(asClient).createReview(ReviewInput(order, 5)).comment)
    same(4, ReviewsApi(url).with(asFreelancer).createReview(ReviewInput(order, 4)).rating)
    same(
        listOf(
            "null PENDING_PAYMENT",
            "PENDING_PAYMENT PAYMENT_SUBMITTED",
            "PAYMENT_SUBMITTED PAYMENT_CONFIRMED",
            "PAYMENT_CONFIRMED IN_PROGRESS",
            "IN_PROGRESS SUBMITTED",
            "SUBMITTED COMPLETED",
        ),
        selling.listOrderHistory(order).items.map { "${it.from} ${it.to}" },
    )

    same(null, MessagesApi(url).with(asClient).sendMessage(MessageInput(freelancer, "Thank you!")).orderId)
    same("Thank you!", MessagesApi(url).with(asFreelancer).listConversations().items.single().lastMessage!!.content)
    same(ProblemCode.not_found, refusalOfOrder(buying, gig.id))
    println("kotlin: two people have traded, with fields in the answers that the client does not know")
}

private fun refusalOfOrder(orders: OrdersApi, order: UUID): ProblemCode? =
    try {
        orders.getOrder(order)
        null
    } catch (refused: ClientException) {
        val body = (refused.response as ClientError<*>).body as String
        Serializer.moshi.adapter(Problem::class.java).fromJson(body)!!.code
    }

private fun register(who: String, fullName: String): UUID {
    val email = "$who@kotlin.example"
    val user = UserInput(
        email, fullName, emailVerified = true, issuer = "https://kotlin.example", subject = email, clientIp = "203.0.113.7",
    )
    return service.createUser(user).id
}

private fun <Api : ApiClient> Api.with(token: String): Api = apply { accessTokenProvider = { token } }

private fun tokenOf(user: UUID): String {
    val now = Instant.now().epochSecond
    val signed = encoded("""{"alg":"HS256"}""") + "." + encoded("""{"sub":"$user","iat":$now,"exp":${now + 600}}""")
    val mac = Mac.getInstance("HmacSHA256")
    mac.init(SecretKeySpec(setting("JWT_SECRET").toByteArray(), "HmacSHA256"))
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(signed.toByteArray()))
}

private fun encoded(part: String) = Base64.getUrlEncoder().withoutPadding().encodeToString(part.toByteArray())

private fun setting(name: String) = System.getenv(name) ?: error("$name is not set; run.mjs sets it")

private fun same(expected: Any?, actual: Any?) = check(expected == actual) { "expected $expected, but it is $actual" }

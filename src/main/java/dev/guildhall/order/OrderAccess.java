package dev.guildhall.order;

/** Who may see an order and its data: its parties and admins. */
public final class OrderAccess {
    /** A condition on orders as {@code o} with the parameters {@code caller} and {@code is_admin}. */
    public static final String IS_VISIBLE = " (#{is_admin}::boolean or #{caller} in (o.client_id, o.freelancer_id)) ";

    /** Whether the caller acts on an order as an admin: an admin who is one of its parties acts as that party only. */
    static final String ACTS_AS_ADMIN = " (#{is_admin}::boolean and #{caller} not in (o.client_id, o.freelancer_id)) ";

    private OrderAccess() {}
}

package dev.guildhall.order;

/** Who may see an order and its data: its parties and admins. */
public final class OrderAccess {
    /** A condition on orders as {@code o} with the parameters {@code caller} and {@code is_admin}. */
    public static final String IS_VISIBLE = " (#{is_admin}::boolean or #{caller} in (o.client_id, o.freelancer_id)) ";

    private OrderAccess() {}
}

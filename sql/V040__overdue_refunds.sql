-- How many refunds a user owes for longer than they had time for. A function, since PostgreSQL prepares a subquery at each execution,
-- also where it is not needed, and hardly anybody owes a refund.
create function overdue_refunds(freelancer uuid) returns bigint language sql stable as $$
  select count(*) from order_deadlines where freelancer_id = freelancer and deadline = 'refund_by' and due_at <= now()
$$;

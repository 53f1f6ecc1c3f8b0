-- When the first of the refunds that a freelancer owes is or was due. Every list of gigs and every new order asks for it.
alter table users add column refund_due_at timestamptz not null default 'infinity';

alter table users disable trigger user;
update users u set refund_due_at = owed.due_at
from (select freelancer_id, min(due_at) as due_at from order_deadlines where deadline = 'refund_by' group by freelancer_id) owed
where u.id = owed.freelancer_id;
alter table users enable trigger user;

create function order_deadlines_refund() returns trigger language plpgsql as $$
declare
  debtor constant uuid := coalesce(new.freelancer_id, old.freelancer_id);
begin
  -- A statement that has waited for the lock would not see the other refund of the transaction that had it.
  perform from users where id = debtor for no key update;
  update users set refund_due_at = coalesce(
    (select min(d.due_at) from order_deadlines d where d.freelancer_id = debtor and d.deadline = 'refund_by'), 'infinity')
  where id = debtor;
  return null;
end $$;

create trigger order_deadlines_refund_owed after insert on order_deadlines
  for each row when (new.deadline = 'refund_by') execute function order_deadlines_refund();
create trigger order_deadlines_refund_moved after update of due_at on order_deadlines
  for each row when (new.deadline = 'refund_by') execute function order_deadlines_refund();
create trigger order_deadlines_refund_settled after delete on order_deadlines
  for each row when (old.deadline = 'refund_by') execute function order_deadlines_refund();

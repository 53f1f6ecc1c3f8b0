-- The proof an order stands on now. Refused and withdrawn ones move to payment_proof_attempts.
create table payment_proofs (
  id              uuid primary key,
  order_id        uuid not null unique references orders,
  freelancer_id   uuid not null references users,
  proof_reference text not null check (char_length(proof_reference) between 1 and 120),
  payer_name      text not null check (char_length(payer_name) between 1 and 120),
  amount          numeric(12, 2) not null check (amount > 0),
  proof_url       text check (char_length(proof_url) <= 2000 and proof_url ~ '^https://'),
  submitted_at    timestamptz not null default now(),
  verified        boolean not null default false
);

-- A bank's reference proves one payment to a freelancer, not two.
create unique index payment_proofs_verified_reference_key
  on payment_proofs (freelancer_id, lower(btrim(proof_reference))) where verified;

create function payment_proofs_freelancer() returns trigger language plpgsql as $$
begin
  select o.freelancer_id into strict new.freelancer_id from orders o where o.id = new.order_id;
  return new;
exception when no_data_found then
  raise exception 'a proof belongs to an order' using errcode = 'foreign_key_violation';
end $$;

create trigger payment_proofs_freelancer before insert or update of order_id, freelancer_id on payment_proofs
  for each row execute function payment_proofs_freelancer();

create table payment_proof_attempts (
  id              uuid primary key,
  order_id        uuid not null references orders,
  proof_reference text not null,
  payer_name      text not null,
  amount          numeric(12, 2) not null,
  proof_url       text,
  submitted_at    timestamptz not null,
  outcome         text not null check (outcome in ('rejected', 'withdrawn')),
  settled_at      timestamptz not null default now()
);

create index payment_proof_attempts_order_idx on payment_proof_attempts (order_id, submitted_at desc, id desc);

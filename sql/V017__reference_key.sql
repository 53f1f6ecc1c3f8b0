-- The reference in the form in which two references are compared: one bank transfer proves one payment, however it is spelled. The
-- application makes it, from the tables of Unicode. Null: the next start makes it, or another verified proof has the same.
alter table payment_proofs
  add column reference_key text,
  -- The key of a verified proof that has none because another verified one to the same freelancer has the same.
  add column contested_reference_key text,
  add constraint payment_proofs_one_reference_key check (reference_key is null or contested_reference_key is null),
  -- What can be said about it here.
  add constraint payment_proofs_reference_key_fits check (
    octet_length(proof_reference) > char_length(proof_reference)
    or coalesce(reference_key, contested_reference_key) = lower(replace(proof_reference, ' ', '') collate "C")),
  -- Not valid for the rows that the next start fills in.
  add constraint payment_proofs_verified_has_key check (
    not verified or coalesce(reference_key, contested_reference_key) is not null) not valid;

drop index payment_proofs_verified_reference_key;
create unique index payment_proofs_verified_reference_key on payment_proofs (freelancer_id, reference_key) where verified;
create index payment_proofs_contested_idx on payment_proofs (contested_reference_key, id) where contested_reference_key is not null;
create index payment_proofs_without_key_idx on payment_proofs (id) where reference_key is null;

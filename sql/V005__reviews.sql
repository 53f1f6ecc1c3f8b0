create table reviews (
  id          uuid primary key,
  order_id    uuid not null references orders,
  reviewer_id uuid not null references users,
  reviewee_id uuid not null references users,
  rating      smallint not null check (rating between 1 and 5),
  comment     text check (char_length(comment) <= 2000),
  created_at  timestamptz not null default now(),
  constraint reviews_once unique (order_id, reviewer_id)
);

create index reviews_reviewee_idx on reviews (reviewee_id, created_at desc, id desc);
create index reviews_reviewer_idx on reviews (reviewer_id, created_at desc, id desc);

create function reviews_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from orders o
    where o.id = new.order_id and o.status = 'COMPLETED'
      and (new.reviewer_id, new.reviewee_id) in ((o.client_id, o.freelancer_id), (o.freelancer_id, o.client_id))) then
    raise exception 'only the parties of a completed order review each other' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger reviews_guard before insert or update on reviews for each row execute function reviews_guard();

-- Ratings are counted where reviews are written, under the reviewee's row lock, and so are exact.
create function reviews_count() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update users set rating_sum = rating_sum - old.rating, rating_count = rating_count - 1 where id = old.reviewee_id;
  end if;
  if tg_op <> 'DELETE' then
    update users set rating_sum = rating_sum + new.rating, rating_count = rating_count + 1 where id = new.reviewee_id;
  end if;
  return null;
end $$;

create trigger reviews_count after insert or update or delete on reviews for each row execute function reviews_count();

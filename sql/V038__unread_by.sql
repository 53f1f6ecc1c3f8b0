-- Sending marks a conversation as read, so at most one of the two has unread messages.
update conversations c set
  low_read_seq = case when m.sender_id = c.user_low then c.last_seq else c.low_read_seq end,
  high_read_seq = case when m.sender_id = c.user_high then c.last_seq else c.high_read_seq end
from messages m
where greatest(c.low_read_seq, c.high_read_seq) < c.last_seq
  and least(m.sender_id, m.receiver_id) = c.user_low and greatest(m.sender_id, m.receiver_id) = c.user_high and m.seq = c.last_seq;

alter table conversations drop constraint conversations_check1;
alter table conversations add constraint conversations_read_seq_check
  check (least(low_read_seq, high_read_seq) >= 0 and greatest(low_read_seq, high_read_seq) = last_seq);

-- Which of the two that is. It changes with the first unread message and when the last is read; the messages in between change no index.
alter table conversations add column unread_by uuid generated always as (
  case when low_read_seq < last_seq then user_low when high_read_seq < last_seq then user_high end) stored;

create index conversations_unread_idx on conversations (unread_by) where unread_by is not null;

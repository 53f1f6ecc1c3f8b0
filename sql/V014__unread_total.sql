-- The application has the expression inlined in its statements, which is faster.
drop function unread_total(uuid);

-- What one unit of a currency is worth in another, from a day on.
create table outside.rate (
  client_id uuid not null references outside.client on delete cascade,
  day date not null,
  from_currency text not null,
  to_currency text not null,
  -- A decimal as it was given: exact.
  rate text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (client_id, from_currency, to_currency, day)
);

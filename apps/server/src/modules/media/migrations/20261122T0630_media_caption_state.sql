-- Outlives the captions themselves: what was deleted must not give its address to other bytes.
create table media.caption_state (
  asset_id uuid primary key references media.asset on delete cascade,
  -- How many caption files this video ever had; the next one gets the next number.
  written integer not null default 0,
  -- Speech recognition is queued or runs.
  recognising boolean not null default false
);

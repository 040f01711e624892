-- A video is playable long before every size of it exists: sizes become rows of their own.
create table media.rendition (
  asset_id uuid not null references media.asset on delete cascade,
  -- The short edge in pixels; also the name of the file.
  name text not null check (name ~ '^[0-9]{1,5}$'),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  bytes bigint not null check (bytes > 0),
  -- Bits per second, sound included.
  bitrate bigint not null check (bitrate > 0),
  -- Part of the file's name from 2 on: an address never changes its bytes.
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (asset_id, name)
);

insert into media.rendition (asset_id, name, width, height, bytes, bitrate, created_at)
  select asset_id, '720', width, height, bytes, greatest(1, bytes * 8000 / greatest(1, duration_ms)), created_at
  from media.asset where state = 'ready';

alter table media.asset
  -- Every size that this video will have is there.
  add column complete boolean not null default false,
  -- Number of the conversion under way: the addresses of its stream carry it. Null: there is no stream to play.
  add column stream integer,
  add column conversions integer not null default 0,
  -- Number of the poster; a chosen one gets the next number, because an address never changes its bytes.
  add column poster integer,
  add column thumbhash text,
  add column sprites jsonb,
  add column has_preview boolean not null default false,
  add column hook jsonb,
  -- What is worth knowing about the source and did not refuse it, as decode_errors.
  add column flags text[] not null default '{}',
  -- What the programs said about a refusal, for the operator.
  add column refusal_detail text,
  add column refused_at timestamptz,
  add column has_original boolean not null default true,
  -- Addresses of its files need a signature.
  add column restricted boolean not null default false;

-- Earlier posters carry no number in their name: 0 stands for that.
update media.asset set complete = true, poster = 0 where state = 'ready';
update media.asset set refused_at = created_at where state = 'refused';

alter table media.asset drop constraint asset_check1;
alter table media.asset drop column bytes;
alter table media.asset add constraint asset_ready_check
  check (state <> 'ready' or (width is not null and height is not null and duration_ms is not null
    and has_audio is not null));
alter table media.asset add constraint asset_refused_at_check
  check ((state = 'refused') = (refused_at is not null));

-- The operator's list of failures.
create index asset_refused_idx on media.asset (refused_at desc) where state = 'refused';

create table media.caption (
  asset_id uuid not null references media.asset on delete cascade,
  language text not null check (length(language) <= 35),
  label text not null,
  origin text not null check (origin in ('written', 'recognised')),
  vtt text not null,
  -- Part of the address: an address never changes its bytes.
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (asset_id, language)
);

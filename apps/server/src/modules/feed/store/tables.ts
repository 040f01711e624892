import type {
  Anchor,
  FeedMode,
  MuteKind,
  PersonId,
  PostId,
  ScoreTerm,
  SlotFlag,
  SlotSource,
} from '@busker/contract'
import type { ColumnType } from 'kysely'

/** JSON is written as text, because the driver takes a list for an array of PostgreSQL. */
type Json<T> = ColumnType<T, string, string>
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>

/** A part of the score of a slot, as it was when the slot was chosen. */
export interface StoredTerm {
  readonly term: ScoreTerm
  readonly value: number
}

/** The tables of the schema `feed`; only this folder may name them. */
export interface FeedTables {
  'feed.inventory': { post_id: PostId; author_id: PersonId; published_at: Date; recommended: boolean }
  'feed.seen': { viewer_id: string; post_id: PostId; first_seen_at: Date; last_seen_at: Date }
  'feed.served_slot': {
    slot_id: string
    feed_id: string
    viewer_id: string
    position: number
    post_id: PostId
    source: SlotSource
    mode: ColumnType<FeedMode, FeedMode | undefined, FeedMode>
    flags: ColumnType<SlotFlag[], SlotFlag[] | undefined, SlotFlag[]>
    anchor: JsonOrNull<Anchor>
    /** Null where nothing was scored. */
    terms: JsonOrNull<StoredTerm[]>
    score: ColumnType<number | null, number | null | undefined, number | null>
    place_without: ColumnType<number | null, number | null | undefined, number | null>
    /** Inputs that the recommender had been told when it chose. */
    log_offset: ColumnType<bigint | null, bigint | null | undefined, bigint | null>
    published_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    propensity: number
    model_version: string
    served_at: Date
  }
  'feed.progress': { consumer: string; journal_offset: bigint }
  'feed.settings': {
    person_id: PersonId
    mode: FeedMode
    exploration: number
    freshness: number
    length: number
    topics: Json<Record<string, number>>
    learning: boolean
    changed_at: Date
  }
  'feed.mute': {
    person_id: PersonId
    kind: MuteKind
    value: string
    label: string
    until: Date | null
    created_at: Date
  }
  'feed.parameter_version': { since: Date; version: string; parameters: Json<unknown> }
}

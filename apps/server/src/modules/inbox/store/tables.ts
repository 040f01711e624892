import type {
  CommentId,
  MailChoice,
  NoticeDetail,
  NotificationKind,
  PersonId,
  PostId,
  SoftKind,
} from '@busker/contract'
import type { Generated, JSONColumnType } from 'kysely'

/** The tables of the schema `inbox`; only this folder may name them. */
export interface InboxTables {
  'inbox.person': {
    person_id: PersonId
    version: Generated<bigint>
    seen_version: Generated<bigint>
    off_kinds: Generated<SoftKind[]>
    quiet_chosen: Generated<boolean>
    quiet_from: number | null
    quiet_to: number | null
    time_zone: string | null
    zone_since: Date | null
    mail: Generated<MailChoice>
    digest_version: Generated<bigint>
    next_digest_at: Generated<Date | null>
    unsubscribe_token: Generated<string | null>
  }
  'inbox.notification_group': {
    group_id: string
    person_id: PersonId
    kind: NotificationKind
    post_id: PostId | null
    version: bigint
    read_version: Generated<bigint>
    at: Date
    actors: number
    entries: number
  }
  'inbox.entry': {
    entry_id: string
    group_id: string
    person_id: PersonId
    actor_id: PersonId | null
    comment_id: CommentId | null
    at: Date
    event_id: string
    present: boolean
    version: bigint | null
    detail: JSONColumnType<NoticeDetail> | null
    mail_due_at: Generated<Date | null>
  }
  'inbox.muted_post': { person_id: PersonId; post_id: PostId; muted_at: Date }
}

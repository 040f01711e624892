import type {
  Action,
  CommentId,
  EventPayload,
  NoticeDetail,
  NotificationKind,
  PersonId,
  PostId,
} from '@busker/contract'

/** One act that somebody should hear of, or should not any more. */
export interface Telling {
  readonly kind: NotificationKind
  readonly personId: PersonId
  /** Null: no other person did it. */
  readonly actorId: PersonId | null
  readonly postId: PostId | null
  readonly commentId: CommentId | null
  /** Names the act: done again it is the same one. */
  readonly act: string
  readonly at: string
  /** UUIDv7 or an ISO time: a lower one of the same act is older. */
  readonly eventId: string
  readonly present: boolean
  readonly detail: NoticeDetail | null
}

const doing: Partial<Record<Action['kind'], { kind: NotificationKind; present: boolean }>> = {
  like: { kind: 'like', present: true },
  unlike: { kind: 'like', present: false },
  follow: { kind: 'follow', present: true },
  unfollow: { kind: 'follow', present: false },
  share: { kind: 'share', present: true },
}

/** What an action tells the author of the post or the person it is about; null: nothing. */
export const tellingOfAction = (action: Action): Telling | null => {
  const done = doing[action.kind]
  if (!done || action.authorId === null || action.authorId === action.personId) return null
  return {
    ...done,
    ...{ personId: action.authorId, actorId: action.personId, postId: action.postId, commentId: null },
    ...{ act: action.postId ?? action.authorId, at: action.at, eventId: action.eventId, detail: null },
  }
}

/** Everybody hears of a comment once, by what it is to them first: an answer, a comment, a mention. */
export const tellingsOfComment = (event: EventPayload<'social.commented'>): Telling[] => {
  const kinds = new Map<PersonId, NotificationKind>()
  for (const personId of event.mentionedIds) kinds.set(personId, 'mention')
  kinds.set(event.postAuthorId, 'comment')
  if (event.parentAuthorId !== null) kinds.set(event.parentAuthorId, 'reply')
  kinds.delete(event.authorId)
  const { commentId, postId, authorId, at } = event
  return [...kinds].map(([personId, kind]) => ({
    ...{ kind, personId, actorId: authorId, postId, commentId },
    ...{ act: commentId, at, eventId: at, present: true, detail: null },
  }))
}

export const tellingOfGift = (event: EventPayload<'wallet.gifted'>): Telling | null =>
  event.payerId === event.creatorId
    ? null
    : {
        ...{ kind: 'gift', personId: event.creatorId, actorId: event.payerId, postId: event.postId },
        ...{
          commentId: null,
          act: event.sendId,
          at: event.at,
          eventId: event.at,
          present: true,
          detail: null,
        },
      }

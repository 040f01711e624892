import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author, publishedPost } from './posts.ts'
import { isoTime, soundId } from './shapes.ts'
import { topicCounts, topicPage } from './tags.ts'

/** On what ground a sound is offered. `original`: its author made it. */
export const soundLicence = z.enum([
  'original',
  'public_domain',
  'cc_by',
  'cc_by_sa',
  'cc_by_nc',
  /** By contract with its holder. */
  'contract',
])
export type SoundLicence = z.infer<typeof soundLicence>

/** What may be done with a sound, and who says so. */
export const soundRights = z.object({
  licence: soundLicence,
  /** Countries (ISO 3166-1) that it is licensed for; null: all of them. Said to whoever uses it. */
  territories: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'Two capital letters, as in ES.'))
    .min(1)
    .max(250)
    .nullable(),
  /** Whether others may advertise with it. Its author always may. */
  commercial: z.boolean(),
  /** Who holds the rights; empty: its author. */
  holder: z.string().trim().max(200),
})
export type SoundRights = z.infer<typeof soundRights>

export const sound = z.object({
  soundId,
  /** Null: called after its author. */
  title: z.string().nullable(),
  author,
  createdAt: isoTime,
  /** The post that it came with and is heard in, as the caller sees it; null: it is gone, or not theirs to see. */
  source: publishedPost.nullable(),
  ...topicCounts,
  followedByMe: z.boolean(),
  rights: soundRights,
  /** What proves the rights; for its author and for moderators. */
  evidence: z.string().nullable(),
  /** Since when it is not offered any more, and why. */
  takenDown: z.object({ at: isoTime, reason: z.string() }).nullable(),
  can: z.object({ use: z.boolean(), edit: z.boolean(), takeDown: z.boolean() }),
})
export type Sound = z.infer<typeof sound>

const params = z.object({ soundId })
const oneSound = z.object({ sound })

export const getSound = endpoint({
  id: 'getSound',
  method: 'GET',
  path: '/v1/sounds/:soundId',
  summary: 'A sound: whose it is, what may be done with it, and by how many it is used.',
  access: 'public',
  params,
  response: oneSound,
  errors: ['not_found'],
})

export const listPostsOfSound = endpoint({
  id: 'listPostsOfSound',
  method: 'GET',
  path: '/v1/sounds/:soundId/posts',
  summary: 'Posts with a sound that everybody may see; none when the sound was taken down.',
  access: 'public',
  params,
  query: topicPage.query,
  response: topicPage.response,
  errors: ['not_found', 'invalid_cursor'],
})

export const changeSound = endpoint({
  id: 'changeSound',
  method: 'PATCH',
  path: '/v1/sounds/:soundId',
  summary: 'Name a sound and say what may be done with it. For its author and operators.',
  access: 'person',
  params,
  body: z.object({
    title: z.string().trim().min(1).max(120).nullable().optional(),
    rights: soundRights.optional(),
    evidence: z.string().trim().max(2000).optional(),
  }),
  response: oneSound,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const takeDownSound = endpoint({
  id: 'takeDownSound',
  method: 'PUT',
  path: '/v1/sounds/:soundId/takedown',
  summary:
    'Offer a sound no more: posts name it no longer, its page says why, and nobody can use it. The videos themselves still play.',
  access: 'operator',
  params,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  response: oneSound,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const restoreSound = endpoint({
  id: 'restoreSound',
  method: 'DELETE',
  path: '/v1/sounds/:soundId/takedown',
  summary: 'Offer a sound again, as it was.',
  access: 'operator',
  params,
  response: oneSound,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

const follow = z.object({ followedByMe: z.boolean() })

export const followSound = endpoint({
  id: 'followSound',
  method: 'PUT',
  path: '/v1/sounds/:soundId/follow',
  summary: 'Follow a sound, at most 500 of them.',
  access: 'person',
  params,
  response: follow,
  errors: ['not_signed_in', 'not_found', 'list_full'],
})

export const unfollowSound = endpoint({
  id: 'unfollowSound',
  method: 'DELETE',
  path: '/v1/sounds/:soundId/follow',
  summary: 'Follow a sound no longer.',
  access: 'person',
  params,
  response: follow,
  errors: ['not_signed_in'],
})

export const listFollowedSounds = endpoint({
  id: 'listFollowedSounds',
  method: 'GET',
  path: '/v1/me/sounds',
  summary: 'The sounds that the caller follows and that are still offered, the latest first.',
  access: 'person',
  response: z.object({
    sounds: z.array(z.object({ soundId, title: z.string().nullable(), author, followedAt: isoTime })),
  }),
  errors: ['not_signed_in'],
})

import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { isoTime } from './shapes.ts'

/** How long somebody has watched today, and for how long they want to or may. */
export const watchTime = z.object({
  watchedMs: z.int(),
  /** Null: no limit. */
  limitMinutes: z.int().nullable(),
  /** The limit comes from their age, not from a choice of theirs. */
  byAge: z.boolean(),
  /** The highest limit that they may choose; null: any, and none at all. */
  mostMinutes: z.int().nullable(),
  /** What a parent made stricter than their age does. */
  byParent: z.object({ limit: z.boolean(), extensions: z.boolean() }),
  /** Extensions of today. */
  extensions: z.object({
    taken: z.int(),
    /** Null: as many as they like. */
    left: z.int().nullable(),
    minutes: z.int(),
  }),
  /** When the day ends in the time zone that counts for them. */
  dayEndsAt: isoTime,
})
export type WatchTime = z.infer<typeof watchTime>

const response = z.object({ time: watchTime })

export const getWatchTime = endpoint({
  id: 'getWatchTime',
  method: 'GET',
  path: '/v1/me/time',
  summary: 'How long the caller has watched today, and their limit.',
  access: 'person',
  response,
  errors: ['not_signed_in'],
})

export const setTimeLimit = endpoint({
  id: 'setTimeLimit',
  method: 'PUT',
  path: '/v1/me/time/limit',
  summary: 'Limit the feed to so many minutes a day, or take the limit away; minors have a highest one.',
  access: 'person',
  body: z.object({ minutes: z.int().min(15).max(1440).nullable() }),
  response,
  errors: ['not_signed_in', 'limit_by_age', 'limit_by_parent'],
})

export const extendTime = endpoint({
  id: 'extendTime',
  method: 'PUT',
  path: '/v1/me/time/extensions/:number',
  summary:
    'Go on for some minutes today, by the number of the extension (1 for the first of the day): asked twice it is one.',
  access: 'person',
  params: z.object({ number: z.coerce.number().int().min(1).max(96) }),
  response,
  errors: ['not_signed_in', 'no_extension_left', 'extension_by_parent'],
})

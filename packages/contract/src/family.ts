import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { emptyResponse, isoDate, isoTime } from './shapes.ts'

const linkId = z.uuid()

/** What a parent set for a teen. */
export const familyRules = z.object({
  /** Minutes of the feed each day; null: what the teen's age says. */
  minutes: z.int().min(15).max(1440).nullable(),
  /** Whether the teen may put the end of a day off, as far as their age lets them. */
  extensions: z.boolean(),
})
export type FamilyRules = z.infer<typeof familyRules>

const link = { linkId, person: author, since: isoTime, rules: familyRules }

/** Somebody who is linked to the caller as their parent. */
export const familyParent = z.object(link)
export type FamilyParent = z.infer<typeof familyParent>

const familyDay = z.object({
  /** By the clock on the teen's wall. */
  day: isoDate,
  /** Null: the link did not exist yet. */
  watchedMs: z.int().nullable(),
})
export type FamilyDay = z.infer<typeof familyDay>

/** A teen whose parent the caller is. */
export const familyTeen = z.object({
  ...link,
  /** The last seven days and today, which comes last. */
  days: z.array(familyDay),
  /** The limit that counts: the strictest of age, parents and the teen's own choice; null: none. */
  limitMinutes: z.int().nullable(),
  /** What the teen's age allows at most. */
  mostMinutes: z.int(),
  /** Whether the teen's age allows extensions at all. */
  mayExtend: z.boolean(),
})
export type FamilyTeen = z.infer<typeof familyTeen>

export const family = z.object({
  /** By age: who is under 18 can have parents, everybody else of known age can be one; null: the age is not known. */
  role: z.enum(['teen', 'parent']).nullable(),
  /** A code of the caller's that can still be used; it is not shown again. */
  code: z.object({ expiresAt: isoTime }).nullable(),
  parents: z.array(familyParent),
  teens: z.array(familyTeen),
})
export type Family = z.infer<typeof family>
const response = z.object({ family })

/** Letters and digits, with what people put between them to read them. */
const code = z.string().regex(/^[0-9A-Za-z -]{10,20}$/, 'A code has ten letters and digits.')
const codeBody = z.object({ code })
const codeErrors = ['not_signed_in', 'only_adults_link', 'family_code_invalid', 'too_many_attempts'] as const

/** What the other one of a link is told. `by`: what they are to the one who reads it. */
export const familyNews = z.object({
  what: z.enum(['began', 'changed', 'ended']),
  by: z.enum(['parent', 'teen']),
  /** Their name when it happened. */
  name: z.string(),
  /** What holds from then on; null once the link has ended. */
  rules: familyRules.nullable(),
})
export type FamilyNews = z.infer<typeof familyNews>

export const getFamily = endpoint({
  id: 'getFamily',
  method: 'GET',
  path: '/v1/me/family',
  summary:
    "The caller's parents, or the teens whose parent the caller is, with how long they watched each day.",
  access: 'person',
  response,
  errors: ['not_signed_in'],
})

export const makeFamilyCode = endpoint({
  id: 'makeFamilyCode',
  method: 'POST',
  path: '/v1/me/family/code',
  summary:
    'A code for a parent, under 18 only: valid for 24 hours, once, told only now. A new one replaces the one before.',
  access: 'person',
  response: z.object({ code: z.string(), expiresAt: isoTime }),
  errors: ['not_signed_in', 'only_minors_invite', 'list_full'],
})

export const dropFamilyCode = endpoint({
  id: 'dropFamilyCode',
  method: 'DELETE',
  path: '/v1/me/family/code',
  summary: 'Nobody can use the code of the caller any more.',
  access: 'person',
  response: emptyResponse,
  errors: ['not_signed_in'],
  whileSuspended: true,
})

export const readFamilyCode = endpoint({
  id: 'readFamilyCode',
  method: 'POST',
  path: '/v1/me/family/code/read',
  summary: 'Whose code this is, for adults. Ten tries in a quarter of an hour.',
  access: 'person',
  body: codeBody,
  response: z.object({ person: author }),
  errors: codeErrors,
})

export const beginFamilyLink = endpoint({
  id: 'beginFamilyLink',
  method: 'PUT',
  path: '/v1/me/family/links/:linkId',
  summary:
    'Become the parent of whoever made the code, under an id that the caller makes: asked twice it is one. A teen has at most 2 parents, a parent at most 10 teens.',
  access: 'person',
  params: z.object({ linkId }),
  body: codeBody,
  response,
  errors: [...codeErrors, 'list_full', 'already_linked', 'key_reused'],
})

export const setFamilyRules = endpoint({
  id: 'setFamilyRules',
  method: 'PUT',
  path: '/v1/me/family/links/:linkId/rules',
  summary: "What a parent sets for a teen: never more than the teen's age allows.",
  access: 'person',
  params: z.object({ linkId }),
  body: familyRules,
  response,
  errors: ['not_signed_in', 'not_found', 'limit_by_age'],
})

export const endFamilyLink = endpoint({
  id: 'endFamilyLink',
  method: 'DELETE',
  path: '/v1/me/family/links/:linkId',
  summary:
    'End a link, as the parent or as the teen; what the parent set ends with it. Ended twice it is once.',
  access: 'person',
  params: z.object({ linkId }),
  response,
  errors: ['not_signed_in'],
  whileSuspended: true,
})

import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { emptyResponse, handle, isoDate, isoTime, organisationId, personId } from './shapes.ts'

export const role = z.enum(['person', 'moderator', 'operator'])
export type Role = z.infer<typeof role>

export const me = z.object({
  personId,
  handle,
  displayName: z.string(),
  role,
  createdAt: isoTime,
  picture: z.string().optional(),
  /** Left out: the account is in use. Null until: for good. */
  suspension: z.object({ until: isoTime.nullable(), reason: z.string() }).optional(),
})
export type Me = z.infer<typeof me>

const password = z.string().min(1).max(256)
const displayName = z.string().trim().min(1).max(50)

export const signUp = endpoint({
  id: 'signUp',
  method: 'POST',
  path: '/v1/auth/sign-up',
  summary: 'Create an account and start a session. The first account of an instance is its operator.',
  access: 'public',
  body: z.object({
    ...{ handle, password, birthDate: isoDate, displayName: displayName.optional() },
    /** The shared address by which the person came to this instance. */
    shareToken: z.string().max(64).optional(),
  }),
  response: z.object({ me }),
  errors: ['handle_taken', 'too_young', 'weak_password', 'too_many_attempts'],
  whileSuspended: true,
})

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/v1/auth/sign-in',
  summary: 'Start a session with handle and password.',
  access: 'public',
  body: z.object({ handle: z.string().max(64), password }),
  response: z.object({ me }),
  errors: ['wrong_credentials', 'too_many_attempts'],
  whileSuspended: true,
})

export const signOut = endpoint({
  id: 'signOut',
  method: 'POST',
  path: '/v1/auth/sign-out',
  summary: 'End this session.',
  access: 'person',
  response: emptyResponse,
  errors: ['not_signed_in'],
  whileSuspended: true,
})

export const signOutEverywhere = endpoint({
  id: 'signOutEverywhere',
  method: 'POST',
  path: '/v1/auth/sign-out-everywhere',
  summary: 'End every session of this account.',
  access: 'person',
  response: z.object({ sessionsEnded: z.int() }),
  errors: ['not_signed_in'],
  whileSuspended: true,
})

export const getMe = endpoint({
  id: 'getMe',
  method: 'GET',
  path: '/v1/me',
  summary: 'The signed-in account, or null.',
  access: 'public',
  response: z.object({ me: me.nullable() }),
  errors: [],
})

export const profile = z.object({
  personId,
  handle,
  displayName: z.string(),
  createdAt: isoTime,
  /** Where their picture lies; left out: they have none. */
  picture: z.string().optional(),
  /** What they say of themselves; empty: nothing. */
  bio: z.string(),
  /** Where else they are found. */
  link: z.string().nullable(),
  isMe: z.boolean(),
  followers: z.int(),
  following: z.int(),
  followedByMe: z.boolean(),
  mutedByMe: z.boolean(),
  /** The caller follows this person and wants to hear of each new video. */
  bellByMe: z.boolean(),
})
export type Profile = z.infer<typeof profile>

export const getProfile = endpoint({
  id: 'getProfile',
  method: 'GET',
  path: '/v1/people/:handle',
  summary:
    'The public profile of a person. One who blocked the caller, or whom the caller blocked, does not exist here.',
  access: 'public',
  params: z.object({ handle: z.string().max(64) }),
  response: z.object({ profile }),
  errors: ['not_found'],
})

/** Letters that a person may say of themselves. */
export const longestBio = 160

export const editProfile = endpoint({
  id: 'editProfile',
  method: 'PATCH',
  path: '/v1/me/profile',
  summary: 'Change what the own profile says. What is left out stays.',
  access: 'person',
  body: z.object({
    displayName: displayName.optional(),
    bio: z.string().trim().max(longestBio).optional(),
    /** An address that begins with https; null: none. */
    link: z
      .url({ protocol: /^https$/, hostname: z.regexes.domain })
      .max(200)
      .nullable()
      .optional(),
  }),
  response: z.object({ me }),
  errors: ['not_signed_in'],
})

/**
 * PUT of one's own picture: a PNG or JPEG as it is. Errors besides `not_signed_in` and `suspended`: `invalid_picture`,
 * `picture_too_large`.
 */
export const ownPicturePath = '/v1/me/picture'
export const pictureMaximumBytes = 8 * 1024 * 1024
/** GET of somebody's picture, for everybody. Another picture has another name. */
export const picturePath = '/v1/pictures/:personId/:name'

export const removePicture = endpoint({
  id: 'removePicture',
  method: 'DELETE',
  path: ownPicturePath,
  summary: 'Take the own picture away.',
  access: 'person',
  response: z.object({ me }),
  errors: ['not_signed_in'],
})

export const setRole = endpoint({
  id: 'setRole',
  method: 'PUT',
  path: '/v1/people/:handle/role',
  summary: 'Give a person another role.',
  access: 'operator',
  params: z.object({ handle: z.string().max(64) }),
  body: z.object({ role }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

/** JSON of the WebAuthn level 3 dictionaries; their shape is checked by the WebAuthn library, not here. */
const webauthnJson = z.record(z.string(), z.unknown())

export const passkeyRegistrationOptions = endpoint({
  id: 'passkeyRegistrationOptions',
  method: 'POST',
  path: '/v1/passkeys/registration-options',
  summary: 'Options for navigator.credentials.create().',
  access: 'person',
  response: z.object({ options: webauthnJson }),
  errors: ['not_signed_in'],
})

export const addPasskey = endpoint({
  id: 'addPasskey',
  method: 'POST',
  path: '/v1/passkeys',
  summary: 'Verify and keep a new passkey.',
  access: 'person',
  body: z.object({ credential: webauthnJson, label: z.string().trim().min(1).max(60) }),
  response: z.object({ passkeyId: z.string() }),
  errors: ['not_signed_in', 'passkey_not_verified', 'too_many_passkeys'],
})

export const listPasskeys = endpoint({
  id: 'listPasskeys',
  method: 'GET',
  path: '/v1/passkeys',
  summary: 'The passkeys of this account (at most 20).',
  access: 'person',
  response: z.object({
    passkeys: z.array(
      z.object({
        passkeyId: z.string(),
        label: z.string(),
        createdAt: isoTime,
        lastUsedAt: isoTime.nullable(),
      }),
    ),
  }),
  errors: ['not_signed_in'],
})

export const removePasskey = endpoint({
  id: 'removePasskey',
  method: 'DELETE',
  path: '/v1/passkeys/:passkeyId',
  summary: 'Forget a passkey.',
  access: 'person',
  params: z.object({ passkeyId: z.string().max(1024) }),
  response: emptyResponse,
  errors: ['not_signed_in', 'not_found'],
})

export const passkeySignInOptions = endpoint({
  id: 'passkeySignInOptions',
  method: 'POST',
  path: '/v1/auth/passkey/options',
  summary: 'Options for navigator.credentials.get().',
  access: 'public',
  response: z.object({ challengeId: z.uuid(), options: webauthnJson }),
  errors: ['too_many_attempts'],
  whileSuspended: true,
})

export const passkeySignIn = endpoint({
  id: 'passkeySignIn',
  method: 'POST',
  path: '/v1/auth/passkey',
  summary: 'Start a session with a passkey.',
  access: 'public',
  body: z.object({ challengeId: z.uuid(), credential: webauthnJson }),
  response: z.object({ me }),
  errors: ['passkey_not_verified', 'too_many_attempts'],
  whileSuspended: true,
})

export const memberRole = z.enum(['owner', 'member'])
export type MemberRole = z.infer<typeof memberRole>
export const organisation = z.object({
  organisationId,
  name: z.string(),
  members: z.array(z.object({ personId, handle, displayName: z.string(), role: memberRole })),
})
export type Organisation = z.infer<typeof organisation>

export const createOrganisation = endpoint({
  id: 'createOrganisation',
  method: 'POST',
  path: '/v1/organisations',
  summary: 'Create an organisation; the caller becomes its owner.',
  access: 'person',
  body: z.object({ name: z.string().trim().min(2).max(80) }),
  response: z.object({ organisation }),
  errors: ['not_signed_in'],
})

export const listOrganisations = endpoint({
  id: 'listOrganisations',
  method: 'GET',
  path: '/v1/organisations',
  summary: 'The organisations the caller belongs to (at most 50).',
  access: 'person',
  response: z.object({ organisations: z.array(organisation) }),
  errors: ['not_signed_in'],
})

export const addMember = endpoint({
  id: 'addMember',
  method: 'POST',
  path: '/v1/organisations/:organisationId/members',
  summary: 'Add a person to an organisation.',
  access: 'person',
  params: z.object({ organisationId }),
  body: z.object({ handle, role: memberRole }),
  response: z.object({ organisation }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'already_member', 'organisation_full'],
})

export const removeMember = endpoint({
  id: 'removeMember',
  method: 'DELETE',
  path: '/v1/organisations/:organisationId/members/:handle',
  summary: 'Remove a person from an organisation, or leave it.',
  access: 'person',
  params: z.object({ organisationId, handle: z.string().max(64) }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'last_owner'],
})

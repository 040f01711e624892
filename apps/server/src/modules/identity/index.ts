import type { Author, MemberRole, Organisation, OrganisationId, PersonId, Role } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Authenticator } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import { createResident } from './accounts.ts'
import type { IdentityDeps } from './deps.ts'
import { serveIdentity } from './http.ts'
import { addMember, createOrganisation, getOrganisations } from './organisations.ts'
import { presentAuthor } from './present.ts'
import { ageOn } from './rules/age.ts'
import { claimWindowMs } from './rules/mail-claims.ts'
import { suspensionAt, type Suspension } from './rules/suspension.ts'
import { throttleWindowMs } from './rules/throttle.ts'
import { personOf } from './sessions.ts'
import { forgetBrowsers } from './store/browsers.ts'
import { findMailBoxes, sweepRequests, type MailBox } from './store/mail.ts'
import { listMemberships, memberRoleIn, type Membership } from './store/organisations.ts'
import {
  anyAccount,
  findAges,
  findByHandle,
  findHandles,
  findPeople,
  listOperators,
  listPeople,
} from './store/people.ts'
import { sweep } from './store/sessions.ts'
import { findSuspension, listStaff, saveSuspension } from './store/suspensions.ts'

export type { Standing, Standings } from './deps.ts'
export type { Suspension } from './rules/suspension.ts'
export type { MailBox } from './store/mail.ts'
export type { Membership } from './store/organisations.ts'

/** What only adults, or accounts of some age, may is asked of these. */
export interface Ages {
  readonly years: number
  readonly accountDays: number
}

/** People, organisations, roles and sessions. */
export interface Identity extends Authenticator {
  /** Names of people by id; unknown ids are absent. At most one query. */
  getAuthors(handle: Queryable, ids: readonly PersonId[]): Promise<Map<PersonId, Author>>
  findByHandle(handle: Queryable, name: string): Promise<Author | null>
  /** Those of the given handles who exist; at most one query. */
  findByHandles(handle: Queryable, names: readonly string[]): Promise<Author[]>
  /** How many whole years people are old on a day (`YYYY-MM-DD`, UTC), and how many days their accounts; one query, unknown ids are absent. */
  agesOn(handle: Queryable, ids: readonly PersonId[], day: string): Promise<Map<PersonId, Ages>>
  /** Which of the given handles exist. */
  knownHandles(handle: Queryable, names: readonly string[]): Promise<Set<string>>
  /** What a person is to an organisation; null: nothing, or there is no such organisation. */
  roleIn(handle: Queryable, organisationId: OrganisationId, personId: PersonId): Promise<MemberRole | null>
  /** The organisations that a person belongs to (at most 50), newest first. */
  membershipsOf(handle: Queryable, personId: PersonId): Promise<Membership[]>
  /** Organisations with their members; unknown ids are absent. One query. */
  getOrganisations(
    handle: Queryable,
    ids: readonly OrganisationId[],
  ): Promise<Map<OrganisationId, Organisation>>
  /** Makes an organisation that this person owns. */
  createOrganisation(ownerId: PersonId, name: string): Promise<Organisation>
  /** What an owner may: adding a member by name. */
  addMember(
    viewerId: PersonId,
    change: { organisationId: OrganisationId; handle: string; role: MemberRole },
  ): Promise<Organisation>
  /** Who runs the instance (at most 50), the first first. */
  listOperators(handle: Queryable): Promise<Author[]>
  /** Everybody's ids, a piece at a time, in their order. */
  listPeople(handle: Queryable, page: { after: PersonId | null; limit: number }): Promise<PersonId[]>
  /** Moderators and operators whose account is not suspended. */
  listStaff(handle: Queryable): Promise<{ personId: PersonId; role: Role }[]>
  /** What holds for an account now; null: it is not suspended. */
  suspensionOf(handle: Queryable, personId: PersonId): Promise<Suspension | null>
  /** Sets or ends (null) the suspension of an account: its sessions stay, and may look. Safe to repeat. */
  suspend(tx: Tx, personId: PersonId, suspension: Suspension | null): Promise<void>
  hasAccounts(): Promise<boolean>
  /** Makes (or finds) an account without a password, for seeding. */
  createResident(resident: { handle: string; displayName: string; birthDate: string }): Promise<PersonId>
  /** Where people read mail, as far as it was confirmed; who has no address is absent. One query. */
  mailBoxesOf(handle: Queryable, ids: readonly PersonId[]): Promise<Map<PersonId, MailBox>>
  /** Removes expired sessions, challenges and old attempts. */
  sweep(): Promise<void>
  serve(app: FastifyInstance): void
}

/** As long as the cookie that it is known by. */
const browserKeptMs = 400 * 86_400_000

/**
 * Wires the module.
 *
 * @example const identity = createIdentity({ db, clock, ids, log, bus, standings, minimumAge: 13, … })
 */
export const createIdentity = (deps: IdentityDeps): Identity => ({
  personOf: (token) => personOf(deps, token),
  getAuthors: async (handle, ids) => {
    const people = ids.length === 0 ? [] : await findPeople(handle, [...new Set(ids)])
    return new Map(people.map((person) => [person.personId, presentAuthor(person)]))
  },
  findByHandle: async (handle, name) => {
    const person = await findByHandle(handle, name)
    return person ? presentAuthor(person) : null
  },
  findByHandles: async (handle, names) =>
    names.length === 0 ? [] : (await findHandles(handle, names)).map(presentAuthor),
  agesOn: async (handle, ids, day) => {
    const people = ids.length === 0 ? [] : await findAges(handle, ids)
    return new Map(
      people.map(({ personId, birthDate, joinedAt }) => {
        const accountMs = Date.parse(`${day}T00:00:00Z`) - joinedAt.getTime()
        const accountDays = Math.max(0, Math.ceil(accountMs / 86_400_000))
        return [personId, { years: ageOn(birthDate, day), accountDays }]
      }),
    )
  },
  knownHandles: async (handle, names) => {
    const people = names.length === 0 ? [] : await findHandles(handle, names)
    return new Set(people.map((person) => person.handle))
  },
  roleIn: memberRoleIn,
  membershipsOf: listMemberships,
  getOrganisations,
  createOrganisation: (ownerId, name) => createOrganisation(deps, ownerId, name),
  addMember: (viewerId, change) => addMember(deps, viewerId, change),
  listOperators: async (handle) => (await listOperators(handle)).map(presentAuthor),
  listPeople,
  listStaff: async (handle) => {
    const now = deps.clock.now()
    const staff = await listStaff(handle)
    return staff.filter((row) => suspensionAt(row, now) === null)
  },
  suspensionOf: async (handle, personId) => {
    const row = await findSuspension(handle, personId)
    return row ? suspensionAt(row, deps.clock.now()) : null
  },
  suspend: saveSuspension,
  hasAccounts: () => anyAccount(deps.db.pool),
  createResident: (resident) => createResident(deps, resident),
  mailBoxesOf: async (handle, ids) => {
    const boxes = await findMailBoxes(handle, ids)
    return new Map(boxes.map(({ personId, ...box }) => [personId, box]))
  },
  sweep: async () => {
    const ago = (ms: number): Date => new Date(deps.clock.nowMs() - ms)
    await sweep(deps.db.pool, { now: deps.clock.now(), attemptsBefore: ago(throttleWindowMs) })
    await sweepRequests(deps.db.pool, ago(2 * claimWindowMs))
    await forgetBrowsers(deps.db.pool, ago(browserKeptMs))
  },
  serve: (app) => serveIdentity(app, deps),
})

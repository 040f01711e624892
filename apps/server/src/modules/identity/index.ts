import type { Author, MemberRole, Organisation, OrganisationId, PersonId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Authenticator } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import { createResident } from './accounts.ts'
import type { IdentityDeps } from './deps.ts'
import { serveIdentity } from './http.ts'
import { addMember, createOrganisation, getOrganisations } from './organisations.ts'
import { ageOn } from './rules/age.ts'
import { throttleWindowMs } from './rules/throttle.ts'
import { personOf } from './sessions.ts'
import { listMemberships, memberRoleIn, type Membership } from './store/organisations.ts'
import { anyAccount, findAges, findByHandle, findHandles, findPeople, listOperators } from './store/people.ts'
import { sweep } from './store/sessions.ts'

export type { Standing, Standings } from './deps.ts'
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
  hasAccounts(): Promise<boolean>
  /** Makes (or finds) an account without a password, for seeding. */
  createResident(resident: { handle: string; displayName: string; birthDate: string }): Promise<PersonId>
  /** Removes expired sessions, challenges and old attempts. */
  sweep(): Promise<void>
  serve(app: FastifyInstance): void
}

const toAuthor = ({ personId, handle, displayName }: Author): Author => ({ personId, handle, displayName })

/**
 * Wires the module.
 *
 * @example const identity = createIdentity({ db, clock, ids, log, bus, standings, minimumAge: 13, … })
 */
export const createIdentity = (deps: IdentityDeps): Identity => ({
  personOf: (token) => personOf(deps, token),
  getAuthors: async (handle, ids) => {
    const people = ids.length === 0 ? [] : await findPeople(handle, [...new Set(ids)])
    return new Map(people.map((person) => [person.personId, toAuthor(person)]))
  },
  findByHandle: async (handle, name) => {
    const person = await findByHandle(handle, name)
    return person ? toAuthor(person) : null
  },
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
  listOperators: async (handle) => (await listOperators(handle)).map(toAuthor),
  hasAccounts: () => anyAccount(deps.db.pool),
  createResident: (resident) => createResident(deps, resident),
  sweep: () =>
    sweep(deps.db.pool, {
      now: deps.clock.now(),
      attemptsBefore: new Date(deps.clock.nowMs() - throttleWindowMs),
    }),
  serve: (app) => serveIdentity(app, deps),
})

import type { ClientRole, GivenClientRole, MemberRole } from '@busker/contract'

/**
 * What can be done with a client: read its boards and reports; see who works on it and what was imported; import and
 * answer for it; make, share and schedule its reports; rename it, put it away, give it to people, delete its reports.
 */
export type Ability = 'read' | 'inspect' | 'import' | 'report' | 'manage'

const abilities: Readonly<Record<ClientRole, readonly Ability[]>> = {
  owner: ['read', 'inspect', 'import', 'report', 'manage'],
  analyst: ['read', 'inspect', 'import', 'report'],
  viewer: ['read'],
}

export const may = (role: ClientRole, ability: Ability): boolean => abilities[role].includes(ability)

/**
 * What a person is to a client. Only owners of its organisation have it by that; whoever else was not given it must not
 * learn that it exists: null.
 */
export const roleFor = (person: {
  readonly inOrganisation: MemberRole | null
  readonly given: GivenClientRole | null
}): ClientRole | null => (person.inOrganisation === 'owner' ? 'owner' : person.given)

/** Owners take a client from anybody; everybody may leave it. */
export const mayRemoveMember = (role: ClientRole, isSelf: boolean): boolean => isSelf || may(role, 'manage')

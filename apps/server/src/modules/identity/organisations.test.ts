import {
  addMember,
  createOrganisation,
  getMe,
  listOrganisations,
  removeMember,
  setRole,
  type MemberRole,
} from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, createTestApp, signUp, type Person, type TestApp } from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let ana: Person
let ben: Person
let stranger: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
  stranger = await signUp(app, 'stranger')
})
afterAll(() => app.stop())

describe('roles', () => {
  const to = (handle: string, role: string) => ({ params: { handle }, body: { role } })

  test('who may not', async () => {
    expect(await createClient(app).refusal(setRole, to('ana', 'operator'))).toBe('401 not_signed_in')
    expect(await ana.refusal(setRole, to('ben', 'operator'))).toBe('403 forbidden')
    expect(await operator.refusal(setRole, to('operator', 'person'))).toBe('403 forbidden')
    expect(await operator.refusal(setRole, to('ana', 'king'))).toBe('400 invalid_request')
    expect(await operator.refusal(setRole, to('nobody', 'person'))).toBe('404 not_found')
  })

  test('a role holds from the next request on, both ways', async () => {
    const params = { handle: 'ana' }
    await operator.call(setRole, { params, body: { role: 'moderator' } })
    expect((await ana.call(getMe)).me?.role).toBe('moderator')
    expect(await ana.refusal(setRole, to('ben', 'operator'))).toBe('403 forbidden')
    await operator.call(setRole, { params, body: { role: 'operator' } })
    await ana.call(setRole, { params: { handle: 'ben' }, body: { role: 'moderator' } })
    expect((await ben.call(getMe)).me?.role).toBe('moderator')
    await operator.call(setRole, { params, body: { role: 'person' } })
    expect(await ana.refusal(setRole, to('ben', 'person'))).toBe('403 forbidden')
  })

  test('two operators who demote each other at once leave one', async () => {
    await operator.call(setRole, { params: { handle: 'ben' }, body: { role: 'operator' } })
    const demote = (by: Person, handle: string) =>
      by.send({ method: 'PUT', path: `/v1/people/${handle}/role`, body: { role: 'person' } })
    const answers = await Promise.all([demote(operator, 'ben'), demote(ben, 'operator')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
    const roles = [(await operator.call(getMe)).me?.role, (await ben.call(getMe)).me?.role]
    expect(roles.toSorted()).toEqual(['operator', 'person'])
  })
})

describe('organisations', () => {
  const found = async (name: string) => {
    const { organisation } = await ana.call(createOrganisation, { body: { name } })
    const { organisationId } = organisation
    const add = (handle: string, role: MemberRole) =>
      ana.call(addMember, { params: { organisationId }, body: { handle, role } })
    return { organisation, organisationId, add }
  }
  const member = (organisationId: string, handle: string) => ({ params: { organisationId, handle } })
  const addition = (organisationId: string, handle: string, role = 'member') => ({
    params: { organisationId },
    body: { handle, role },
  })

  test('need an account', async () => {
    const { organisationId } = await found('Closed')
    const nobody = createClient(app)
    expect(await nobody.refusal(createOrganisation, { body: { name: 'Mine' } })).toBe('401 not_signed_in')
    expect(await nobody.refusal(listOrganisations)).toBe('401 not_signed_in')
    expect(await nobody.refusal(addMember, addition(organisationId, 'ben'))).toBe('401 not_signed_in')
    expect(await nobody.refusal(removeMember, member(organisationId, 'ana'))).toBe('401 not_signed_in')
  })

  test('what does not fit', async () => {
    const { organisationId } = await found('Fitting')
    expect(await ana.refusal(createOrganisation, { body: { name: ' x ' } })).toBe('400 invalid_request')
    expect(await ana.refusal(addMember, addition(organisationId, 'Ben!'))).toBe('400 invalid_request')
    expect(await ana.refusal(addMember, addition('nine', 'ben'))).toBe('400 invalid_request')
    expect(await ana.refusal(removeMember, member('nine', 'ben'))).toBe('400 invalid_request')
  })

  test('their founder owns them, and members see them', async () => {
    const { organisation, organisationId, add } = await found('  Pond Studio ')
    expect(organisation).toEqual({
      organisationId,
      name: 'Pond Studio',
      members: [{ personId: ana.me.personId, handle: 'ana', displayName: 'ana', role: 'owner' }],
    })
    const grown = await add('stranger', 'member')
    expect(grown.organisation.members.map(({ handle, role }) => `${handle} ${role}`)).toEqual([
      'ana owner',
      'stranger member',
    ])
    const { organisations } = await stranger.call(listOrganisations)
    expect(organisations).toEqual([grown.organisation])
    await stranger.call(removeMember, { params: { organisationId, handle: 'stranger' } })
    expect((await stranger.call(listOrganisations)).organisations).toEqual([])
  })

  test('strangers learn nothing, not even that one exists', async () => {
    const { organisationId } = await found('Secret')
    const unknown = app.ids.uuid()
    for (const id of [organisationId, unknown]) {
      expect(await stranger.refusal(addMember, addition(id, 'ben'))).toBe('404 not_found')
      expect(await stranger.refusal(removeMember, member(id, 'ana'))).toBe('404 not_found')
    }
  })

  test('members neither add nor remove', async () => {
    const { organisationId, add } = await found('Strict')
    await add('ben', 'member')
    await add('operator', 'member')
    expect(await ben.refusal(addMember, addition(organisationId, 'stranger'))).toBe('403 forbidden')
    expect(await ben.refusal(removeMember, member(organisationId, 'operator'))).toBe('403 forbidden')
    expect(await ana.refusal(addMember, addition(organisationId, 'ben', 'owner'))).toBe('409 already_member')
    expect(await ana.refusal(addMember, addition(organisationId, 'nobody'))).toBe('404 not_found')
    expect(await ana.refusal(removeMember, member(organisationId, 'stranger'))).toBe('404 not_found')
    await ana.call(removeMember, { params: { organisationId, handle: 'ben' } })
    expect(await ben.refusal(addMember, addition(organisationId, 'stranger'))).toBe('404 not_found')
  })

  test('the last owner stays', async () => {
    const { organisationId, add } = await found('Last')
    await add('ben', 'member')
    expect(await ana.refusal(removeMember, member(organisationId, 'ana'))).toBe('409 last_owner')
    await add('stranger', 'owner')
    await ana.call(removeMember, { params: { organisationId, handle: 'ana' } })
    expect(await stranger.refusal(removeMember, member(organisationId, 'stranger'))).toBe('409 last_owner')
  })

  test('of two last owners who leave at once one stays', async () => {
    const { organisationId, add } = await found('Two')
    await add('ben', 'owner')
    const leave = (person: Person) =>
      person.send({
        method: 'DELETE',
        path: `/v1/organisations/${organisationId}/members/${person.me.handle}`,
      })
    const answers = await Promise.all([leave(ana), leave(ben)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })
})

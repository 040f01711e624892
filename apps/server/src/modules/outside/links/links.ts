import type {
  CallAction,
  CallToAction,
  ClientId,
  ConversionEvent,
  LinkId,
  OfferedLink,
  PersonId,
  PostId,
  PostLink,
  TrackedLink,
} from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable, Tx } from '#platform/postgres'
import { openClient, openForChange } from '../access.ts'
import type { OutsideDeps } from '../deps.ts'
import { lockClient } from '../store/clients.ts'
import type { LinkCount } from '../store/link-facts.ts'
import {
  changePlacement,
  endPlacement,
  findByCode,
  findLink,
  findPlacements,
  insertLink,
  insertPlacement,
  linkLimit,
  listCurrent,
  listLinks as readLinks,
  placementLimit,
  updateLink,
  type LinkRow,
  type PlacementRow,
} from '../store/links.ts'

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
}

const hostOf = (destination: string): string => new URL(destination).host
const isSameHost = (one: string, other: string): boolean => hostOf(one) === hostOf(other)
const codeLength = 12

const present = (
  row: LinkRow,
  current: readonly PlacementRow[],
  count: LinkCount | undefined,
): TrackedLink => ({
  ...{ linkId: row.linkId, code: row.code, label: row.label, campaign: row.campaign },
  ...{ destination: row.destination, goal: row.goal, createdAt: row.createdAt.toISOString() },
  ...{ isClosed: row.closedAt !== null, posts: current.length },
  awaitingConsent: current.filter(({ destination }) => !isSameHost(destination, row.destination)).length,
  ...{ impressions: count?.impressions ?? 0, clicks: count?.clicks ?? 0 },
  conversions: count?.conversions ?? 0,
})

const presentOne = async (deps: OutsideDeps, handle: Queryable, linkId: LinkId): Promise<TrackedLink> => {
  const row = await findLink(handle, linkId)
  if (row === undefined) throw new AppError('not_found')
  const counts = await deps.settling.linkCounts(row.clientId)
  return present(
    row,
    await listCurrent(handle, [linkId]),
    counts.find((one) => one.linkId === linkId),
  )
}

export const listLinks = async (deps: OutsideDeps, { clientId, personId }: Asked): Promise<TrackedLink[]> => {
  const { pool } = deps.db
  await openClient(deps, pool, { clientId, personId, ability: 'inspect' })
  const rows = await readLinks(pool, clientId)
  const current = Map.groupBy(
    await listCurrent(
      pool,
      rows.map(({ linkId }) => linkId),
    ),
    ({ linkId }) => linkId,
  )
  const counts = new Map((await deps.settling.linkCounts(clientId)).map((one) => [one.linkId, one]))
  return rows.map((row) => present(row, current.get(row.linkId) ?? [], counts.get(row.linkId)))
}

interface NewLink {
  readonly destination: string
  readonly campaign: string
  readonly label: string
  readonly goal: ConversionEvent
}

export const createLink = (
  deps: OutsideDeps,
  { clientId, personId }: Asked,
  given: NewLink,
): Promise<TrackedLink> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { clientId, personId, ability: 'import' })
    await lockClient(tx, clientId)
    if ((await readLinks(tx, clientId)).length >= linkLimit) throw new AppError('list_full')
    const link = {
      ...{ ...given, clientId, linkId: deps.ids.uuid() as LinkId },
      code: deps.ids.token().slice(0, codeLength),
      ...{ createdAt: deps.clock.now(), closedAt: null },
    }
    await insertLink(tx, { ...link, createdBy: personId })
    return present(link, [], undefined)
  })

interface LinkChanges {
  readonly destination?: string | undefined
  readonly campaign?: string | undefined
  readonly label?: string | undefined
  readonly isClosed?: boolean | undefined
}

/** Posts follow within the host that their author agreed to; what leads to another host waits for the author. */
const leadPosts = async (tx: Tx, linkId: LinkId, destination: string): Promise<void> => {
  for (const { postId, destination: agreed } of await listCurrent(tx, [linkId]))
    if (isSameHost(agreed, destination)) await changePlacement(tx, postId, { destination })
}

export const changeLink = (
  deps: OutsideDeps,
  { clientId, personId, linkId }: Asked & { readonly linkId: LinkId },
  { isClosed, ...change }: LinkChanges,
): Promise<TrackedLink> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { clientId, personId, ability: 'import' })
    await lockClient(tx, clientId)
    const link = await findLink(tx, linkId)
    if (link?.clientId !== clientId) throw new AppError('not_found')
    const closing =
      isClosed === undefined ? {} : { closedAt: isClosed ? (link.closedAt ?? deps.clock.now()) : null }
    await updateLink(tx, linkId, { ...change, ...closing })
    if (change.destination !== undefined) await leadPosts(tx, linkId, change.destination)
    if (change.campaign !== undefined) await deps.settling.afterImport(tx, clientId)
    return presentOne(deps, tx, linkId)
  })

export const getOfferedLink = async ({ db }: OutsideDeps, code: string): Promise<OfferedLink> => {
  const link = await findByCode(db.pool, code)
  if (link === undefined) throw new AppError('not_found')
  if (link.closedAt !== null) throw new AppError('link_closed')
  return { code, brand: link.clientName, destination: link.destination }
}

interface AskedPost {
  readonly postId: PostId
  readonly personId: PersonId
}

/** What a post advertises is its author's decision alone, not even an operator's. */
const requireAuthor = async ({ posts }: OutsideDeps, { postId, personId }: AskedPost): Promise<void> => {
  const authorId = await posts.authorOf(postId)
  if (authorId === null) throw new AppError('not_found')
  if (authorId !== personId) throw new AppError('forbidden')
}

export const getPostLink = async (deps: OutsideDeps, asked: AskedPost): Promise<PostLink | null> => {
  await requireAuthor(deps, asked)
  const [placement] = await findPlacements(deps.db.pool, [asked.postId])
  if (placement === undefined) return null
  const { code, clientName, destination, action, wanted } = placement
  return { code, brand: clientName, destination, action, wanted: wanted === destination ? null : wanted }
}

interface Agreed {
  readonly code: string
  readonly action: CallAction
  readonly destination: string
}

export const setPostLink = (deps: OutsideDeps, asked: AskedPost, agreed: Agreed): Promise<PostLink> =>
  deps.db.transaction(async (tx) => {
    await requireAuthor(deps, asked)
    const link = await findByCode(tx, agreed.code)
    if (link === undefined) throw new AppError('not_found')
    await lockClient(tx, link.clientId)
    // Read again: it may have been changed while we waited.
    const { destination, closedAt } = (await findLink(tx, link.linkId)) ?? link
    if (closedAt !== null) throw new AppError('link_closed')
    if (destination !== agreed.destination) throw new AppError('link_changed')
    const { postId, personId } = asked
    const { action } = agreed
    if (!(await deps.posts.mayCarryLink(tx, postId))) throw new AppError('sound_not_commercial')
    const [before] = await findPlacements(tx, [postId])
    if (before?.linkId === link.linkId) await changePlacement(tx, postId, { action, destination })
    else {
      if ((await listCurrent(tx, [link.linkId])).length >= placementLimit) throw new AppError('list_full')
      const at = deps.clock.now()
      await endPlacement(tx, postId, at)
      await insertPlacement(tx, deps.ids.uuid(), {
        ...{ linkId: link.linkId, postId, authorId: personId, action, destination, placedAt: at },
      })
      await deps.settling.afterImport(tx, link.clientId)
    }
    return { code: link.code, brand: link.clientName, destination, action, wanted: null }
  })

export const removePostLink = (deps: OutsideDeps, asked: AskedPost): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await requireAuthor(deps, asked)
    await endPlacement(tx, asked.postId, deps.clock.now())
  })

/** The buttons of these posts. A link that was closed has none. */
export const callsOf = async (
  handle: Queryable,
  postIds: readonly PostId[],
): Promise<Map<PostId, CallToAction>> => {
  if (postIds.length === 0) return new Map()
  const placements = await findPlacements(handle, postIds)
  return new Map(
    placements
      .filter(({ closedAt }) => closedAt === null)
      .map(({ postId, code, action, destination }) => [
        postId,
        { action, path: `/go/${code}?post=${postId}`, host: hostOf(destination) },
      ]),
  )
}

import type { CallAction, ClientId, ConversionEvent, LinkId, PersonId, PostId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

export interface LinkRow {
  readonly linkId: LinkId
  readonly clientId: ClientId
  readonly code: string
  readonly label: string
  readonly campaign: string
  readonly destination: string
  readonly goal: ConversionEvent
  readonly createdAt: Date
  readonly closedAt: Date | null
}

const columns = [
  'link.link_id as linkId',
  'link.client_id as clientId',
  'link.code',
  'link.label',
  'link.campaign',
  'link.destination',
  'link.goal',
  'link.created_at as createdAt',
  'link.closed_at as closedAt',
] as const

export const linkLimit = 500

export const insertLink = async (
  tx: Tx,
  { createdBy, ...link }: LinkRow & { readonly createdBy: PersonId },
): Promise<void> => {
  await within<OutsideTables>(tx)
    .insertInto('outside.link')
    .values({
      ...{ link_id: link.linkId, client_id: link.clientId, code: link.code, label: link.label },
      ...{ campaign: link.campaign, destination: link.destination, goal: link.goal },
      ...{ created_at: link.createdAt, created_by: createdBy, closed_at: link.closedAt },
    })
    .execute()
}

/** The newest first. */
export const listLinks = (handle: Queryable, clientId: ClientId): Promise<LinkRow[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.link as link')
    .select(columns)
    .where('link.client_id', '=', clientId)
    .orderBy('link.link_id', 'desc')
    .limit(linkLimit)
    .execute()

export const findLink = (handle: Queryable, linkId: LinkId): Promise<LinkRow | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.link as link')
    .select(columns)
    .where('link.link_id', '=', linkId)
    .executeTakeFirst()

/** A link by its code, with the name of its client. */
export const findByCode = (
  handle: Queryable,
  code: string,
): Promise<(LinkRow & { clientName: string }) | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.link as link')
    .innerJoin('outside.client as client', 'client.client_id', 'link.client_id')
    .select([...columns, 'client.name as clientName'])
    .where('link.code', '=', code)
    .executeTakeFirst()

export interface LinkChange {
  readonly destination?: string | undefined
  readonly campaign?: string | undefined
  readonly label?: string | undefined
  readonly closedAt?: Date | null | undefined
}

export const updateLink = async (
  tx: Tx,
  linkId: LinkId,
  { closedAt, destination, campaign, label }: LinkChange,
): Promise<void> => {
  const given = {
    ...(destination === undefined ? {} : { destination }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(label === undefined ? {} : { label }),
    ...(closedAt === undefined ? {} : { closed_at: closedAt }),
  }
  if (Object.keys(given).length === 0) return
  await within<OutsideTables>(tx)
    .updateTable('outside.link')
    .set(given)
    .where('link_id', '=', linkId)
    .execute()
}

export interface PlacementRow {
  readonly linkId: LinkId
  readonly postId: PostId
  readonly authorId: PersonId
  readonly action: CallAction
  readonly destination: string
  readonly placedAt: Date
  readonly removedAt: Date | null
}

const placementColumns = [
  'placement.link_id as linkId',
  'placement.post_id as postId',
  'placement.author_id as authorId',
  'placement.action',
  'placement.destination',
  'placement.placed_at as placedAt',
  'placement.removed_at as removedAt',
] as const

/** What is on these posts now, closed links too. */
export const findPlacements = (
  handle: Queryable,
  postIds: readonly PostId[],
): Promise<(PlacementRow & { code: string; wanted: string; clientName: string; closedAt: Date | null })[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.link_placement as placement')
    .innerJoin('outside.link as link', 'link.link_id', 'placement.link_id')
    .innerJoin('outside.client as client', 'client.client_id', 'link.client_id')
    .select([
      ...placementColumns,
      'link.code',
      'link.destination as wanted',
      'link.closed_at as closedAt',
      'client.name as clientName',
    ])
    .where('placement.post_id', 'in', postIds)
    .where('placement.removed_at', 'is', null)
    .execute()

/** Settling reads the impressions of each: so many of a client count, the newest. */
export const placementLimit = 500

/** All posts that ever carried a link of this client, the newest placement first. */
export const listPlacements = (handle: Queryable, clientId: ClientId): Promise<PlacementRow[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.link_placement as placement')
    .innerJoin('outside.link as link', 'link.link_id', 'placement.link_id')
    .select(placementColumns)
    .where('link.client_id', '=', clientId)
    .orderBy('placement.placed_at', 'desc')
    .orderBy('placement.placement_id', 'desc')
    .limit(placementLimit)
    .execute()

/** The posts that carry these links now. */
export const listCurrent = async (handle: Queryable, linkIds: readonly LinkId[]): Promise<PlacementRow[]> => {
  if (linkIds.length === 0) return []
  return within<OutsideTables>(handle)
    .selectFrom('outside.link_placement as placement')
    .select(placementColumns)
    .where('placement.link_id', 'in', linkIds)
    .where('placement.removed_at', 'is', null)
    .execute()
}

export const endPlacement = async (tx: Tx, postId: PostId, at: Date): Promise<LinkId | null> => {
  const ended = await within<OutsideTables>(tx)
    .updateTable('outside.link_placement')
    .set({ removed_at: at })
    .where('post_id', '=', postId)
    .where('removed_at', 'is', null)
    .returning('link_id')
    .executeTakeFirst()
  return ended?.link_id ?? null
}

export const insertPlacement = async (
  tx: Tx,
  placementId: string,
  row: Omit<PlacementRow, 'removedAt'>,
): Promise<void> => {
  await within<OutsideTables>(tx)
    .insertInto('outside.link_placement')
    .values({
      ...{ placement_id: placementId, link_id: row.linkId, post_id: row.postId, author_id: row.authorId },
      ...{ action: row.action, destination: row.destination, placed_at: row.placedAt, removed_at: null },
    })
    .execute()
}

/** What an author agreed to anew, or what the button says. */
export const changePlacement = async (
  tx: Tx,
  postId: PostId,
  change: { readonly action?: CallAction; readonly destination: string },
): Promise<void> => {
  await within<OutsideTables>(tx)
    .updateTable('outside.link_placement')
    .set(change)
    .where('post_id', '=', postId)
    .where('removed_at', 'is', null)
    .execute()
}

/** Where a click on a link leads: what the author of the post agreed to, or the link itself. */
export const findWay = async (
  handle: Queryable,
  { code, postId }: { readonly code: string; readonly postId: PostId | null },
): Promise<
  | {
      readonly link: LinkRow
      readonly placement: PlacementRow | null
    }
  | undefined
> => {
  const link = await findByCode(handle, code)
  if (link === undefined) return undefined
  if (postId === null) return { link, placement: null }
  const placement = await within<OutsideTables>(handle)
    .selectFrom('outside.link_placement as placement')
    .select(placementColumns)
    .where('placement.post_id', '=', postId)
    .where('placement.link_id', '=', link.linkId)
    .where('placement.removed_at', 'is', null)
    .executeTakeFirst()
  return { link, placement: placement ?? null }
}

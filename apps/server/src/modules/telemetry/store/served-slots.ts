import type { Clickhouse } from '#platform/clickhouse'
import type { ServedSlot } from '../rules/served-slots.ts'

/** A slot that a view names, with what leads along the primary key to its impression. */
export interface SlotKey {
  readonly slotId: string
  readonly postId: string
  readonly authorId: string
}

const query = `
  SELECT toString(event_id) AS slotId, toString(post_id) AS postId, viewer_id AS viewerId,
    toUnixTimestamp64Milli(occurred_at) AS servedMs
  FROM telemetry_impression
  WHERE (author_id, post_id, event_id) IN (
    SELECT keys.1, keys.2, keys.3
    FROM (
      SELECT arrayJoin(arrayZip({authorIds:Array(String)}, {postIds:Array(UUID)}, {slotIds:Array(UUID)})) AS keys
    )
  )`

/** When these slots were served; those that never were are absent. At most 100: one batch of reports. */
export const storedSlots = async (
  clickhouse: Clickhouse,
  keys: readonly SlotKey[],
): Promise<ReadonlyMap<string, ServedSlot>> => {
  const rows = await clickhouse.query<ServedSlot & { slotId: string }>(query, {
    authorIds: keys.map(({ authorId }) => authorId),
    postIds: keys.map(({ postId }) => postId),
    slotIds: keys.map(({ slotId }) => slotId),
  })
  return new Map(
    rows.map(({ slotId, servedMs, postId, viewerId }) => [slotId, { servedMs, postId, viewerId }]),
  )
}

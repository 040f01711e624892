import type { Clickhouse } from '#platform/clickhouse'

/** How much was watched of what was served in one slot. */
export interface SlotWatch {
  readonly slotId: string
  readonly watchedMs: number
  readonly playedMs: number
  readonly durationMs: number
}

/** Reports are cumulative and may come days later, so the largest of all of them counts; own views and bots do not. */
const query = `
  SELECT toString(slot_id) AS slotId, max(visible_ms) AS watchedMs, max(uniq_ms) AS playedMs,
    max(duration_ms) AS durationMs
  FROM telemetry_view
  WHERE slot_id IN {slotIds:Array(UUID)} AND local_date BETWEEN {from:Date} AND {to:Date}
    AND traffic = 'ok' AND NOT is_self_view
  GROUP BY slot_id`

/** Of slots that came into view on these days, `YYYY-MM-DD`; those that did not are absent. */
export const readSlotWatches = async (
  { background, longestList }: Clickhouse,
  slotIds: readonly string[],
  days: { readonly from: string; readonly to: string },
): Promise<SlotWatch[]> => {
  const found: SlotWatch[] = []
  for (let at = 0; at < slotIds.length; at += longestList)
    found.push(
      ...(await background.query<SlotWatch>(query, {
        ...days,
        slotIds: slotIds.slice(at, at + longestList),
      })),
    )
  return found
}

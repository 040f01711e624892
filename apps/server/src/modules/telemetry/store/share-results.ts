import type { Clickhouse } from '#platform/clickhouse'

/** What came of one shared address: people, each once. */
export interface ShareResults {
  readonly watched: number
  readonly followed: number
  readonly joined: number
}

/** So long after opening a shared address what somebody watches of its post is told to have come of it. */
const creditSeconds = 1800
/** The clocks of two reports of one page differ by less. */
const slackSeconds = 5

const query = `
  SELECT
    (SELECT uniqExact(seen.viewer_id)
      FROM telemetry_view AS seen
      INNER JOIN (
        SELECT person_id AS viewer_id, occurred_at AS landed_at
        FROM telemetry_action
        WHERE kind = 'share_landing' AND post_id = {postId:UUID} AND share_token = {token:String} AND traffic = 'ok'
      ) AS landing ON landing.viewer_id = seen.viewer_id
      WHERE seen.post_id = {postId:UUID} AND seen.traffic = 'ok' AND NOT seen.is_self_view
        AND seen.viewer_id != {sharer:String}
        AND seen.occurred_at >= landed_at - {slack:UInt32} AND seen.occurred_at <= landed_at + {credit:UInt32}
    ) AS watched,
    (SELECT uniqExact(person_id) FROM telemetry_action
      WHERE kind = 'follow' AND share_token = {token:String} AND traffic = 'ok') AS followed,
    (SELECT uniqExact(person_id) FROM telemetry_action
      WHERE kind = 'registered' AND share_token = {token:String} AND traffic = 'ok') AS joined`

/** Who watched the post after opening this address, and who followed or joined by it; the sharer counts for nothing. */
export const readShareResults = async (
  clickhouse: Clickhouse,
  share: { readonly token: string; readonly postId: string; readonly sharerId: string },
): Promise<ShareResults> => {
  const [found] = await clickhouse.query<ShareResults>(query, {
    ...{ token: share.token, postId: share.postId, sharer: share.sharerId },
    ...{ credit: creditSeconds, slack: slackSeconds },
  })
  return {
    watched: Number(found?.watched ?? 0),
    followed: Number(found?.followed ?? 0),
    joined: Number(found?.joined ?? 0),
  }
}

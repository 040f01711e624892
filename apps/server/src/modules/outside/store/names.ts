import type { ClientId, ClientNames } from '@busker/contract'
import type { Clickhouse } from '#platform/clickhouse'

/** As many as a number can be taken apart into. */
const most = 2000

/** What the files call the goods and videos of a client, the most important first. */
export const readNames = async (clickhouse: Clickhouse, clientId: ClientId): Promise<ClientNames> => {
  const params = { client: clientId, most }
  const ask = (sql: string) => clickhouse.query<{ id: string; name: string }>(sql, params)
  const ofGoods = (id: string, name: string) =>
    ask(
      `SELECT ${id} AS id, ${name} AS name FROM outside_line
       WHERE client_id = {client:UUID} AND id != ''
       GROUP BY id HAVING name != '' ORDER BY sum(gmv_micro) DESC, id LIMIT {most:UInt32}`,
    )
  return {
    products: await ofGoods('product_id', 'argMax(product_name, local_date)'),
    skus: await ofGoods(
      'sku_id',
      `argMax(if(seller_sku = '', product_name, concat(product_name, ' · ', seller_sku)), local_date)`,
    ),
    videos: await ask(
      `SELECT video_id AS id, title AS name FROM outside_video
       WHERE client_id = {client:UUID} AND title != '' ORDER BY views DESC, id LIMIT {most:UInt32}`,
    ),
  }
}

import { type Micro, parseDecimal, smallerOf, splitByWeights, sumOf } from '@busker/money'
import type { MarketFile, Sheet } from './files/table.ts'

// The right answers once more, from nothing but the cells of the files and the rules of the README. It shares no line
// with the truth.

type Row = Readonly<Record<string, string>>

const sheetsOf = ({ draft }: MarketFile): readonly Sheet[] =>
  draft.form === 'csv' ? [draft.sheet] : draft.form === 'xlsx' ? draft.sheets : []

const rowsOf = (sheet: Sheet | undefined): Row[] => {
  const [headers = [], ...rest] = sheet?.rows ?? []
  return rest.map((cells) =>
    Object.fromEntries(headers.map((header, index) => [header.trim(), cells[index] ?? ''])),
  )
}

const money = (text: string | undefined, currency: string): Micro => {
  const bare = (text ?? '').replace(/^[A-Z]{3} /, '')
  const plain = currency === 'IDR' ? bare.replaceAll('.', '') : bare
  return plain === '' || plain === '--' || plain === '/' ? 0n : (parseDecimal(plain) ?? 0n)
}

const alias = (row: Row, ...names: string[]): string =>
  names.map((name) => row[name]).find((text) => text !== undefined) ?? ''

interface Line {
  readonly orderId: string
  readonly skuId: string
  readonly key: string
  readonly row: Row
  readonly after: Micro
  readonly gmv: Micro
}

const share = (amount: Micro, lines: readonly Line[]): Map<string, Micro> => {
  const keys = lines.map(({ skuId, key }) => `${skuId}#${key.split('#')[2]?.padStart(4, '0')}`)
  const shares = splitByWeights(
    amount,
    lines.map(({ after }) => after),
    keys,
  )
  return new Map(lines.map(({ key }, index) => [key, shares[index] ?? 0n]))
}

const orderLines = (files: readonly MarketFile[], currency: string): Line[] => {
  const seen = new Map<string, number>()
  return files
    .filter(({ kind }) => kind === 'shop_orders')
    .flatMap((file) => rowsOf(sheetsOf(file)[0]))
    .filter((row) => /^\d+$/.test(row['Order ID'] ?? ''))
    .map((row) => {
      const [orderId, skuId] = [row['Order ID'] ?? '', row['SKU ID'] ?? '']
      const sequence = (seen.get(`${orderId}#${skuId}`) ?? 0) + 1
      seen.set(`${orderId}#${skuId}`, sequence)
      const after = money(row['SKU Subtotal After Discount'], currency)
      const gmv = after + money(row['SKU Platform Discount'], currency)
      return { orderId, skuId, key: `${orderId}#${skuId}#${sequence}`, row, after, gmv }
    })
}

const shippingColumns =
  /^(TikTok Shop shipping fee|TikTok Shop shipping incentive|Customer-paid shipping fee|Return shipping fee|Actual shipping fee|Platform shipping fee discount|Customer shipping fee|Actual return shipping fee|Shipping costs passed on to the logistics provider|Shipping cost borne by the platform|Shipping cost paid by the customer|Return shipping costs \(passed on to the customer\))$/
const commissionColumns = /^Affiliate (Shop Ads )?commission$/i
const platformColumns =
  /^(Referral fee|Smart Promotion fee|Transaction fee|TikTok Shop commission fee|Voucher Xtra service fee|Order processing fee|Platform commission fee|Dynamic commission|Commerce growth fee|SST)$/

interface Fees {
  platform: Micro
  commission: Micro
  shipping: Micro
}

/** By order and SKU where the file tells the SKU. */
const feesByPart = (rows: readonly Row[], currency: string): Map<string, Fees> => {
  const found = new Map<string, Fees>()
  for (const row of rows) {
    if (!/^(Order|Refund)$/.test(alias(row, 'Type', 'Transaction type'))) continue
    const key = `${alias(row, 'Order/adjustment ID', 'Order/Adjustment ID')}#${row['SKU ID'] ?? ''}`
    const fees = found.get(key) ?? { platform: 0n, commission: 0n, shipping: 0n }
    for (const [column, text] of Object.entries(row)) {
      if (shippingColumns.test(column)) fees.shipping -= money(text, currency)
      if (commissionColumns.test(column)) fees.commission -= money(text, currency)
      if (platformColumns.test(column)) fees.platform -= money(text, currency)
    }
    found.set(key, fees)
  }
  return found
}

interface Brought {
  readonly creator: string
  readonly videoId: string | null
  readonly commission: Micro
}

const broughtByPart = (rows: readonly Row[], currency: string): Map<string, Brought> => {
  const found = new Map<string, Brought>()
  for (const row of rows) {
    if (/Ineligible|Không/.test(alias(row, 'Order Status', 'Trạng thái đơn hàng', 'Status Pesanan'))) continue
    const part = (actual: string[], estimate: string[]): Micro => {
      const paid = money(alias(row, ...actual), currency)
      return paid > 0n ? paid : money(alias(row, ...estimate), currency)
    }
    const commission =
      part(
        ['Actual Commission Payment', 'Thanh toán hoa hồng thực tế', 'Pembayaran Komisi Aktual'],
        [
          'Est. standard commission payment',
          'Thanh toán hoa hồng tiêu chuẩn ước tính',
          'Perkiraan pembayaran komisi standar',
        ],
      ) +
      part(
        [
          'Actual Shop Ads commission payment',
          'Thanh toán hoa hồng Quảng cáo cửa hàng thực tế',
          'Pembayaran komisi Iklan Toko aktual',
        ],
        [
          'Est. Shop Ads commission payment',
          'Thanh toán hoa hồng Quảng cáo cửa hàng ước tính',
          'Perkiraan pembayaran komisi Iklan Toko',
        ],
      ) +
      part(
        [
          'Actual co-funded creator bonus',
          'Thưởng đồng chi trả cho nhà sáng tạo thực tế',
          'Bonus sebenarnya yang ditanggung bersama untuk kreator',
        ],
        [
          'Est. co-funded creator bonus',
          'Thưởng đồng chi trả cho nhà sáng tạo ước tính',
          'Perkiraan bonus yang ditanggung bersama untuk kreator',
        ],
      )
    const key = `${alias(row, 'Order ID', 'ID đơn hàng', 'ID Pesanan')}#${alias(row, 'SKU ID', 'Id Sku', 'ID Sku')}`
    const creator = alias(row, 'Creator Username', 'Tên người dùng nhà sáng tạo', 'Nama pengguna kreator')
      .trim()
      .toLowerCase()
    const isVideo = alias(row, 'Content Type', 'Loại nội dung', 'Jenis Konten') === 'Video'
    found.set(key, {
      creator,
      videoId: isVideo ? alias(row, 'Content ID', 'Id nội dung', 'ID Konten') : null,
      commission,
    })
  }
  return found
}

/** What each line, creator, video and SKU is left with, from the files alone. */
export interface FromFiles {
  readonly lines: ReadonlyMap<string, Micro>
  readonly perCreator: ReadonlyMap<string, Micro>
  readonly perVideo: ReadonlyMap<string, Micro>
  readonly perSku: ReadonlyMap<string, Micro>
  readonly total: Micro
}

const dayOfCell = (text: string, monthFirst: boolean): string => {
  const [first = '', second = '', year = ''] = text.slice(0, 10).split('/')
  return monthFirst ? `${year}-${first}-${second}` : `${year}-${second}-${first}`
}

const goodsOf = (costs: readonly Row[], line: Line, monthFirst: boolean): Micro => {
  const made = dayOfCell(line.row['Created Time'] ?? '', monthFirst)
  const [skuId, sellerSku] = [line.skuId, line.row['Seller SKU'] ?? '']
  const found = costs.find(
    (row) =>
      row['Cost'] === 'goods' &&
      (row['SKU'] === skuId || row['SKU'] === sellerSku) &&
      (row['From'] ?? '') <= made &&
      (row['To'] === '' || made <= (row['To'] ?? '')),
  )
  return parseDecimal(found?.['Amount'] ?? '') ?? 0n
}

const contributions = (files: readonly MarketFile[], lines: readonly Line[]) => {
  const first = files[0]
  const currency = first?.currency ?? ''
  const rowsIn = (kind: MarketFile['kind'], sheet: number | string = 0): Row[] =>
    files
      .filter((file) => file.kind === kind)
      .flatMap((file) =>
        rowsOf(
          typeof sheet === 'number'
            ? sheetsOf(file)[sheet]
            : sheetsOf(file).find(({ name }) => name === sheet),
        ),
      )
  const fees = feesByPart(rowsIn('settlement', 'Order details'), currency)
  const brought = broughtByPart(rowsIn('affiliate_orders'), currency)
  const costs = rowsIn('costs')
  const perOrder = sumOf(
    costs.filter((row) => row['Per'] === 'order').map((row) => parseDecimal(row['Amount'] ?? '') ?? 0n),
  )
  const left = new Map<string, Micro>()
  for (const [orderId, ownLines] of Map.groupBy(lines, (line) => line.orderId)) {
    const head = ownLines[0]?.row ?? {}
    const isSample = ownLines.every(({ gmv }) => gmv === 0n)
    const cancelled = /cancel|dibatalkan/i.test(head['Order Status'] ?? '')
    const refunds = share(money(head['Order Refund Amount'], currency), ownLines)
    const own = share(isSample ? 0n : perOrder, ownLines)
    for (const line of ownLines) {
      const isPaid = head['Paid Time'] !== ''
      if (!isPaid || cancelled) {
        left.set(line.key, 0n)
        continue
      }
      const kept = BigInt(Number(line.row['Quantity']) - Number(line.row['Sku Quantity of return']))
      const goods = goodsOf(costs, line, first?.region === 'US') * kept
      const part = fees.has(`${orderId}#${line.skuId}`) ? line.skuId : ''
      const ofPart = part === '' ? ownLines : ownLines.filter(({ skuId }) => skuId === part)
      const settled = fees.get(`${orderId}#${part}`)
      const ofSku = ownLines.filter(({ skuId }) => skuId === line.skuId)
      const shared = (amount: Micro, among: readonly Line[]): Micro =>
        share(amount, among).get(line.key) ?? 0n
      const estimate = shared(brought.get(`${orderId}#${line.skuId}`)?.commission ?? 0n, ofSku)
      const fee =
        settled === undefined
          ? estimate
          : shared(settled.platform, ofPart) +
            shared(settled.commission, ofPart) +
            shared(settled.shipping, ofPart)
      left.set(
        line.key,
        line.gmv -
          smallerOf(refunds.get(line.key) ?? 0n, line.gmv) -
          goods -
          (isSample ? 0n : fee) -
          (own.get(line.key) ?? 0n),
      )
    }
  }
  return { left, brought, costs, rowsIn }
}

const addTo = (map: Map<string, Micro>, key: string | null | undefined, amount: Micro): void => {
  if (key !== null && key !== undefined && key !== '') map.set(key, (map.get(key) ?? 0n) + amount)
}

/** Computes contribution from the cells of the files of one moment. */
export const fromFiles = (files: readonly MarketFile[]): FromFiles => {
  const currency = files[0]?.currency ?? ''
  const lines = orderLines(files, currency)
  const { left, brought, costs, rowsIn } = contributions(files, lines)
  const [perCreator, perVideo, perSku] = [
    new Map<string, Micro>(),
    new Map<string, Micro>(),
    new Map<string, Micro>(),
  ]
  const creatorOfVideo = new Map(
    rowsIn('affiliate_videos').map((row) => [row['Video ID'] ?? '', row['Creator name']]),
  )
  let total = sumOf(left.values())
  for (const line of lines) {
    const by = brought.get(`${line.orderId}#${line.skuId}`)
    const amount = left.get(line.key) ?? 0n
    addTo(perCreator, by?.creator, amount)
    addTo(perVideo, by?.videoId, amount)
    addTo(perSku, line.skuId, amount)
  }
  const charge = (amount: Micro, creator: string | undefined, videoId: string | undefined): void => {
    total -= amount
    addTo(perCreator, creator, -amount)
    addTo(perVideo, videoId, -amount)
  }
  const spent = new Map<string, Micro>()
  for (const row of rowsIn('gmv_max_creatives')) {
    const videoId = (row['Video ID'] ?? '').length > 5 ? row['Video ID'] : undefined
    charge(money(row['Cost'], currency), creatorOfVideo.get(videoId ?? ''), videoId)
    addTo(spent, row['Product ID'], money(row['Cost'], currency))
  }
  for (const row of rowsIn('ads_report')) {
    if ((row['By Day'] ?? '').startsWith('Total')) continue
    const videoId = /\d{18,20}/.exec(row['Ad name'] ?? '')?.[0]
    charge(money(row['Cost'], currency), creatorOfVideo.get(videoId ?? ''), videoId)
  }
  const paidFor = new Map<string, Micro>()
  for (const row of costs.filter((cost) => cost['Per'] === 'total')) {
    const creator = row['Creator']?.replace('@', '').toLowerCase()
    const amount = parseDecimal(row['Amount'] ?? '') ?? 0n
    charge(amount, creator, row['Video ID'])
    const isNamed = (row['Video ID'] ?? '') !== '' || (creator ?? '') !== ''
    const by = (row['Video ID'] ?? '') === '' ? `creator ${creator}` : `video ${row['Video ID']}`
    if (isNamed && row['Cost'] !== 'other') addTo(paidFor, by, amount)
  }
  shareProducts({ rowsIn, lines, spent, perSku })
  for (const [by, amount] of paidFor) {
    const own = lines.filter(({ orderId, skuId }) => {
      const sold = brought.get(`${orderId}#${skuId}`)
      return by === `creator ${sold?.creator}` || by === `video ${sold?.videoId}`
    })
    shareBySku({ amount, own, perSku })
  }
  return { lines: left, perCreator, perVideo, perSku, total }
}

interface ProductShares {
  readonly rowsIn: (kind: MarketFile['kind']) => Row[]
  readonly lines: readonly Line[]
  readonly spent: ReadonlyMap<string, Micro>
  readonly perSku: Map<string, Micro>
}

/** A product is known to orders by its name; the Affiliate Center has name and id of each. */
const shareProducts = ({ rowsIn, lines, spent, perSku }: ProductShares): void => {
  const nameOf = new Map(
    rowsIn('affiliate_products').map((row) => [row['Product ID'] ?? '', row['Product name']]),
  )
  for (const [productId, amount] of spent) {
    const own = lines.filter(({ row }) => row['Product Name'] === nameOf.get(productId))
    shareBySku({ amount, own, perSku })
  }
}

/** Shares an amount by what the SKUs of some lines sold for. */
const shareBySku = (given: {
  readonly amount: Micro
  readonly own: readonly Line[]
  readonly perSku: Map<string, Micro>
}): void => {
  const { amount, own, perSku } = given
  const ids = [...new Set(own.map(({ skuId }) => skuId))]
  if (ids.length === 0) return
  const weights = ids.map((id) =>
    sumOf(own.filter(({ skuId, row }) => skuId === id && row['Paid Time'] !== '').map(({ gmv }) => gmv)),
  )
  const shares = splitByWeights(amount, weights, ids)
  for (const [index, id] of ids.entries()) addTo(perSku, id, -(shares[index] ?? 0n))
}

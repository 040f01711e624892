import type { AffiliateStatus, ContentType, Cost, OrderStatus, SettlementType } from '../../rules/rows.ts'

/** Values of status columns follow the language of the seller. */
const orderStatuses: Readonly<Record<OrderStatus, readonly string[]>> = {
  unpaid: ['unpaid', 'belum dibayar', 'chưa thanh toán', 'ยังไม่ชำระ', 'ยังไม่ได้ชำระเงิน', 'não pago'],
  on_hold: ['on hold', 'ditahan', 'tạm giữ', 'พักไว้', 'em espera'],
  to_ship: [
    'to ship',
    'awaiting shipment',
    'awaiting collection',
    'perlu dikirim',
    'menunggu pengiriman',
    'menunggu penjemputan',
    'menunggu diambil',
    'cần gửi',
    'chờ vận chuyển',
    'chờ lấy hàng',
    'ที่ต้องจัดส่ง',
    'รอจัดส่ง',
    'รอเข้ารับ',
    'a enviar',
    'aguardando envio',
    'aguardando coleta',
  ],
  shipped: [
    'shipped',
    'in transit',
    'dikirim',
    'dalam pengiriman',
    'đã gửi',
    'đã vận chuyển',
    'đang vận chuyển',
    'จัดส่งแล้ว',
    'กำลังจัดส่ง',
    'อยู่ระหว่างการจัดส่ง',
    'enviado',
    'em trânsito',
  ],
  delivered: ['delivered', 'terkirim', 'đã giao', 'đã giao hàng', 'ส่งสำเร็จ', 'จัดส่งสำเร็จ', 'entregue'],
  completed: [
    'completed',
    'selesai',
    'đã hoàn tất',
    'đã hoàn thành',
    'hoàn tất',
    'เสร็จสมบูรณ์',
    'สำเร็จ',
    'concluído',
  ],
  cancelled: ['canceled', 'cancelled', 'dibatalkan', 'đã hủy', 'đã huỷ', 'ยกเลิกแล้ว', 'ยกเลิก', 'cancelado'],
}

const affiliateStatuses: Readonly<Record<AffiliateStatus, readonly string[]>> = {
  settled: [
    'settled',
    'đã quyết toán',
    'diselesaikan',
    'telah diselesaikan',
    'ชำระแล้ว',
    'ชำระเงินแล้ว',
    'liquidado',
  ],
  completed: ['completed', 'đã hoàn thành', 'selesai', 'เสร็จสมบูรณ์', 'concluído'],
  processing: [
    'processing',
    'pending',
    'ordered',
    'awaiting payment',
    'đang xử lý',
    'chờ xử lý',
    'diproses',
    'sedang diproses',
    'tertunda',
    'กำลังดำเนินการ',
    'รอดำเนินการ',
    'em processamento',
  ],
  ineligible: ['ineligible', 'không đủ điều kiện', 'tidak memenuhi syarat', 'ไม่มีสิทธิ์', 'inelegível'],
}

const contentTypes: Readonly<Record<Exclude<ContentType, 'other'>, readonly string[]>> = {
  video: ['video', 'short video', 'shoppable video', 'วิดีโอ', 'vídeo'],
  live: ['live', 'livestream', 'live stream', 'phát trực tiếp', 'siaran langsung', 'ไลฟ์'],
  showcase: ['showcase', 'product card', 'trưng bày', 'etalase', 'โชว์เคส', 'vitrine'],
  external: [
    'external traffic program',
    'external traffic',
    'chương trình lưu lượng truy cập bên ngoài',
    'program traffic eksternal',
  ],
}

const costs: Readonly<Record<Cost['cost'], readonly string[]>> = {
  goods: ['goods', 'cogs', 'cost of goods'],
  sample: ['sample', 'samples'],
  creator_fee: ['creator_fee', 'creator fee', 'creator'],
  agency_fee: ['agency_fee', 'agency fee', 'agency'],
  shipping: ['shipping'],
  other: ['other'],
}

const pers: Readonly<Record<Cost['per'], readonly string[]>> = {
  unit: ['unit', 'item', 'piece'],
  order: ['order'],
  total: ['total'],
}

const normal = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s\u200B\uFEFF]+/g, ' ')
    .trim()

/** Turns a list of words for each value into a look-up, made when first asked for. */
const dictionary = <Value extends string>(
  words: Readonly<Record<Value, readonly string[]>>,
  values: readonly Value[],
): ((text: string) => Value | null) => {
  let known: Map<string, Value> | null = null
  const build = (): Map<string, Value> =>
    new Map(values.flatMap((value) => words[value].map((word): [string, Value] => [normal(word), value])))
  return (text) => (known ??= build()).get(normal(text)) ?? null
}

/** null: a word that is not known. */
export const orderStatusOf = dictionary(orderStatuses, [
  'unpaid',
  'on_hold',
  'to_ship',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
])

export const affiliateStatusOf = dictionary(affiliateStatuses, [
  'settled',
  'completed',
  'processing',
  'ineligible',
])

const knownContentType = dictionary(contentTypes, ['video', 'live', 'showcase', 'external'])

export const contentTypeOf = (text: string): ContentType => knownContentType(text) ?? 'other'

export const costOf = dictionary(costs, ['goods', 'sample', 'creator_fee', 'agency_fee', 'shipping', 'other'])

export const perOf = dictionary(pers, ['unit', 'order', 'total'])

/** What a line of a settlement is about; a word that is not known is an adjustment. */
export const settlementTypeOf = (text: string): SettlementType => {
  const word = normal(text)
  if (/^(order|orders|sales?|pedido|đơn hàng|pesanan|คำสั่งซื้อ)$/.test(word)) return 'order'
  if (/gmv|\bads?\b|advertis|promote/.test(word)) return 'advertising'
  if (/reimburse|compensation|ressarcimento|bồi thường|kompensasi/.test(word)) return 'reimbursement'
  return /refund|return|reembolso|hoàn|pengembalian|คืน/.test(word) ? 'refund' : 'adjustment'
}

/** `Yes`, `1`, `2`: something was returned; `No`, `0`, nothing: not. */
export const isYes = (text: string): boolean =>
  /^(yes|y|true|có|ya|ใช่|sim)$/i.test(text.trim()) || (/^\d+$/.test(text) && Number(text) > 0)

import { describe, expect, test } from 'vitest'
import type { AffiliateCreator, AffiliateOrder, AffiliateVideo } from '../rules/rows.ts'
import { inspectExport } from './inspect-export.ts'
import { csv, faultOf, given, headerOf, lineOf, readAll, workbook } from './test-files.ts'

const english = headerOf(
  'Order ID | Product ID | Product Name | SKU ID | Price | Payment Amount | Currency | Quantity | Fully returned or refunded | Payment method | Order Status | Creator Username | Creator Region | Content Type | Content ID | commission model | Standard commission rate | Est. Commission Base | Est. standard commission payment | Actual Commission Base | Actual Commission Payment | Shop Ads commission rate | Est. Shop Ads commission payment | Actual Shop Ads commission payment | Est. co-funded creator bonus | Actual co-funded creator bonus | Time Created | Time Commission Paid',
)
const vietnamese = headerOf(
  'ID đơn hàng | ID sản phẩm | Tên sản phẩm | Sku | Id Sku | Sku người bán | Giá | Payment Amount | Đơn vị tiền tệ | Số lượng | Phương thức thanh toán | Trạng thái đơn hàng | Tên người dùng nhà sáng tạo | Loại nội dung | Id nội dung | commission model | Tỷ lệ khấu trừ Thuế TNCN | Thuế TNCN ước tính | Thuế TNCN thực tế | Tỷ lệ hoa hồng tiêu chuẩn | Cơ sở hoa hồng ước tính | Thanh toán hoa hồng tiêu chuẩn ước tính | Cơ sở hoa hồng thực tế | Thanh toán hoa hồng thực tế | Tỷ lệ hoa hồng Quảng cáo cửa hàng | Thanh toán hoa hồng Quảng cáo cửa hàng ước tính | Thanh toán hoa hồng Quảng cáo cửa hàng thực tế | Thưởng đồng chi trả cho nhà sáng tạo ước tính | Thưởng đồng chi trả cho nhà sáng tạo thực tế | Trả hàng & hoàn tiền | Hoàn tiền | Thời gian đã tạo | Thời gian thanh toán | Thời gian sẵn sàng vận chuyển | Order Delivery Time | Thời gian hoàn thành đơn hàng | Thời gian hoa hồng đã thanh toán | Platform',
)
const indonesian = headerOf(
  'ID Pesanan | ID Produk | Produk | SKU | ID Sku | Penjual Sku | Harga | Payment Amount | Mata Uang | Kuantitas | Metode Pembayaran | Status Pesanan | Nama pengguna kreator | Jenis Konten | ID Konten | commission model | Persentase komisi standar | Est. Acuan Komisi | Perkiraan pembayaran komisi standar | Acuan Komisi Aktual | Pembayaran Komisi Aktual | Persentase komisi Iklan Toko | Perkiraan pembayaran komisi Iklan Toko | Pembayaran komisi Iklan Toko aktual | Perkiraan bonus yang ditanggung bersama untuk kreator | Bonus sebenarnya yang ditanggung bersama untuk kreator | Pengembalian barang | Pengembalian dana | Waktu Dibuat | Waktu Pembayaran | Waktu Pesanan Siap Dikirim | Order Delivery Time | Waktu Pesanan Selesai | Waktu Komisi Dibayar | Platform | agreement_type',
)
const partner = headerOf(
  'Order ID | SKU ID | Product name | Product ID | Price | Items sold | Items refunded | Shop name | Shop code | Affiliate partner | Agency | Currency | Order type | Order settlement status | Indirect | Commission type | Content Type | Content ID | Standard | Shop ads | TikTok bonus | Partner bonus | Revenue sharing portion | GMV | Est. commission base | Est. standard commission | Est. Shop Ads commission | Est. Bonus | Est. Affiliate partner bonus | Est. IVA | Est. ISR | Est. PIT | Est. revenue sharing portion | Actual commission base | Standard commission | Shop Ads commission | Bonus | Affiliate partner bonus | Tax - ISR | Tax - IVA | Tax - PIT | Shared with partner | Total final earned amount | Order date | Commission settlement date',
)
const thai = headerOf(
  'หมายเลขคำสั่งซื้อ | ID ของ SKU | ชื่อสินค้า | รหัสสินค้า | ราคา | สินค้าที่ขายได้ | ชื่อร้านค้า | รหัสร้านค้า | สกุลเงิน | สถานะการชำระคำสั่งซื้อ | ประเภทเนื้อหา | รหัสเนื้อหา | ฐานค่าคอมมิชชั่นโดยประมาณ | ยอดรายได้รวมสุดท้าย | วันที่สั่งซื้อ | วันที่ชำระเงินค่าคอมมิชชั่น',
)

const order = {
  'Order ID': '576461413038785752',
  'Product ID': '1729384756473829000',
  'SKU ID': '1729384756473829101',
  Price: '21.00',
  'Payment Amount': '19.95',
  Currency: 'USD',
  Quantity: '1',
  'Fully returned or refunded': 'No',
  'Order Status': 'Completed',
  'Creator Username': '@Glow.Anna ',
  'Content Type': 'Video',
  'Content ID': '7412345678901234567',
  'Standard commission rate': '15%',
  'Est. standard commission payment': '3.15',
  'Est. Shop Ads commission payment': '0.40',
  'Est. co-funded creator bonus': '0.10',
  'Time Created': '05/09/2026 22:10:01',
}

const first = (rows: readonly unknown[]): AffiliateOrder => rows[0] as AffiliateOrder

describe('affiliate orders of a seller', () => {
  test('English: the day comes first also in the US; what is not actual yet is an estimate, part by part', async () => {
    const lines = [
      order,
      { ...order, 'Actual Commission Payment': '3.00' },
      {
        ...order,
        'Order Status': 'Settled',
        'Actual Commission Payment': '3.00',
        'Actual Shop Ads commission payment': '0',
        'Actual co-funded creator bonus': '0.10',
      },
      { ...order, 'Order Status': 'Ineligible', 'Fully returned or refunded': 'Yes' },
    ].map((cells) => lineOf(english, cells))
    const bytes = await workbook([{ name: 'Sheet1', rows: [english, ...lines] }])
    const { rows, refused } = await readAll(given(bytes), { region: 'US' })
    expect(refused).toEqual([])
    expect(first(rows)).toMatchObject({
      creator: 'glow.anna',
      contentType: 'video',
      contentId: '7412345678901234567',
      paidMicro: 19_950_000n,
      createdAt: '2026-09-05T22:10:01',
    })
    const orders = rows as readonly AffiliateOrder[]
    expect(orders.map((row) => [row.commissionMicro, row.isEstimate, row.sequence, row.isReturned])).toEqual([
      [3_650_000n, true, 1, false],
      [3_500_000n, true, 2, false],
      [3_100_000n, false, 3, false],
      [0n, false, 4, true],
    ])
  })

  test('Vietnamese, with composed and decomposed accents', async () => {
    const cells = {
      'ID đơn hàng': '576461413038785752',
      'Id Sku': '1729384756473829101',
      Giá: '120.000',
      'Đơn vị tiền tệ': 'VND',
      'Số lượng': '1',
      'Trạng thái đơn hàng': 'Đã quyết toán',
      'Tên người dùng nhà sáng tạo': 'lan.review',
      'Loại nội dung': 'Phát trực tiếp',
      'Thanh toán hoa hồng tiêu chuẩn ước tính': '18.000',
      'Thanh toán hoa hồng thực tế': '17.500',
      'Trả hàng & hoàn tiền': '0',
      'Thời gian đã tạo': '05/09/2026 22:10:01',
    }
    for (const header of [vietnamese, vietnamese.map((name) => name.normalize('NFD'))]) {
      const names = header === vietnamese ? header : vietnamese
      const text = csv([header, lineOf(names, cells)])
      const { rows } = await readAll(given(text))
      expect(first(rows)).toMatchObject({
        status: 'settled',
        contentType: 'live',
        commissionMicro: 17_500_000_000n,
        priceMicro: 120_000_000_000n,
        isEstimate: false,
      })
      expect((await inspectExport(given(text), {})).tables[0]?.unknownHeaders).toEqual([])
    }
  })

  test('Indonesian', async () => {
    const cells = {
      'ID Pesanan': '576461413038785752',
      'ID Sku': '1729384756473829101',
      Harga: 'Rp 120.000',
      'Mata Uang': 'IDR',
      Kuantitas: '2',
      'Status Pesanan': 'Selesai',
      'Nama pengguna kreator': 'sari',
      'Jenis Konten': 'Video',
      'ID Konten': '7412345678901234567',
      'Perkiraan pembayaran komisi standar': '12.000',
      'Waktu Dibuat': '05/09/2026 22:10:01',
    }
    const text = csv([indonesian, lineOf(indonesian, cells)])
    const { rows, refused } = await readAll(given(text))
    expect(refused).toEqual([])
    expect(first(rows)).toMatchObject({ status: 'completed', commissionMicro: 12_000_000_000n, quantity: 2 })
    expect((await inspectExport(given(text), {})).tables[0]?.unknownHeaders).toEqual([])
  })
})

describe('affiliate orders of a creator', () => {
  const cells = {
    ...order,
    'Items sold': '2',
    'Items refunded': '2',
    'Order settlement status': 'Settled',
    GMV: '42.00',
    'Standard commission': '6.30',
    'Shop Ads commission': '0',
    Bonus: '1.00',
    'Order date': '05/09/2026 22:10:01',
  }

  test('the creator is told, since the file is one creator’s', async () => {
    const text = csv([partner, lineOf(partner, cells)])
    expect(await faultOf(given(text))).toBe('account_needed')
    const { rows } = await readAll(given(text), { account: '@Glow.Anna' })
    expect(first(rows)).toMatchObject({
      creator: 'glow.anna',
      commissionMicro: 7_300_000n,
      isReturned: true,
      paidMicro: 42_000_000n,
    })
    expect((await inspectExport(given(text), {})).tables[0]?.unknownHeaders).toEqual([])
  })

  test('Thai, with zero-width characters, not in the first row', async () => {
    const values = {
      หมายเลขคำสั่งซื้อ: '576461413038785752',
      'ID ของ SKU': '1729384756473829101',
      สินค้าที่ขายได้: '1',
      สกุลเงิน: 'THB',
      สถานะการชำระคำสั่งซื้อ: 'Settled',
      ประเภทเนื้อหา: 'วิดีโอ',
      รหัสเนื้อหา: '7412345678901234567',
      ยอดรายได้รวมสุดท้าย: '31.50',
      วันที่สั่งซื้อ: '15/09/2026',
    }
    const header = thai.map((name) => `\u200B${name}`)
    const text = csv([['รายงาน'], header, lineOf(thai, values)])
    const { rows, refused } = await readAll(given(text), { account: 'nok' })
    expect(refused).toEqual([])
    expect(first(rows)).toMatchObject({ commissionMicro: 31_500_000n, contentType: 'video', currency: 'THB' })
  })
})

const creatorData = headerOf(
  'Creator name | Creator-attributed GMV | Refunds | Attributed orders | Creator-attributed items sold | Items refunded | AOV | Videos | LIVE streams | Est. commission | Samples shipped | Est. flat fee | Creator video-attributed GMV | Creator LIVE-attributed GMV | Affiliate product card-attributed GMV | CTOR | CTR | Total sample content | Products added to showcase | Product impressions | Video views | Customers | Products sold',
)
const videoData = headerOf(
  'Video title | Video ID | Post date | Video link | Creator name | Product name | Product ID | Creator video-attributed GMV | Video-attributed orders | AOV | Avg. GMV per customer | Video-attributed items sold | Refunds | Items refunded | Est. commission | Est. flat fee | Video views | Likes | Comments | Shares | Video product impressions | Video product clicks | Completion rate | CTR | Engagement | Video GPM',
)
const videoList = headerOf(
  'Video name | Video link | Video post date | Creator username | Shoppable video ID | GMV | Affiliate items sold  | Affiliate shoppable video GMV | Affiliate orders | Shoppable video impressions | Shoppable video likes | Shoppable video comments | Est. commission',
)
const productData = headerOf(
  'Product name | Product ID | Product category | Creator-attributed GMV | Refunds | Creator-attributed items sold | Items refunded | Attributed orders | Videos | LIVE streams | Est. commission | Samples shipped | Est. flat fee | Videos with sales | LIVE streams with sales | Creators posted content | Creators with sales | Customers | Total sample content | Product impressions | Product clicks | CTOR | CTR',
)
const told = { region: 'US', period: { from: '2026-09-01', to: '2026-09-07' } } as const
const definitions = (header: readonly string[]): string[] =>
  header.map((name) => `The total of ${name} in the period`)

describe('reports of the affiliate centre', () => {
  test('creators: under a line of definitions, `--` is no value', async () => {
    const cells = {
      'Creator name': 'Glow.Anna',
      'Creator-attributed GMV': '$1,234.56',
      Refunds: '$0.00',
      'Attributed orders': '1,021',
      'Est. commission': '$185.18',
      'Samples shipped': '--',
      CTR: '5.93%',
    }
    const text = csv([creatorData, definitions(creatorData), lineOf(creatorData, cells)])
    const { rows, refused } = await readAll(given(text), told)
    expect(refused).toEqual([])
    expect(rows).toHaveLength(1)
    expect(rows[0] as AffiliateCreator).toMatchObject({
      creator: 'glow.anna',
      gmvMicro: 1_234_560_000n,
      orders: 1021,
      samples: null,
      flatFeeMicro: null,
      ...told.period,
    })
  })

  test('creators before the renaming of 2026; the period comes from the name', async () => {
    const header = [
      'Creator name',
      'Affiliate-attributed GMV',
      'Affiliate-attributed items sold',
      'Est. commission',
    ]
    const text = csv([header, ['glow.anna', '$10.00', '2', '$1.50']])
    expect(await faultOf(given(text), { region: 'US' })).toBe('period_needed')
    const { rows } = await readAll(given(text, 'Creator_20260901-20260907.csv'), { region: 'US' })
    expect(rows[0]).toMatchObject({ gmvMicro: 10_000_000n, from: '2026-09-01', to: '2026-09-07' })
  })

  test('videos: one line for each product, with the month first', async () => {
    const cells = {
      'Video title': '--',
      'Video ID': '7412345678901234567',
      'Post date': '09/03/2026',
      'Creator name': 'glow.anna',
      'Product ID': '1729384756473829000',
      'Creator video-attributed GMV': '$21.00',
      'Est. commission': '$3.15',
      'Video views': '12,345',
      'Completion rate': '105.93%',
    }
    const { rows } = await readAll(given(csv([videoData, lineOf(videoData, cells)])), told)
    expect(rows[0] as AffiliateVideo).toMatchObject({
      title: '',
      postedOn: '2026-09-03',
      views: 12_345,
      completionRate: 1.0593,
      gmvMicro: 21_000_000n,
    })
  })

  test('the list of videos, with the id out of the link', async () => {
    const cells = {
      'Video link': 'https://www.tiktok.com/@glow.anna/video/7412345678901234567?lang=en',
      'Video post date': '09/03/2026',
      'Creator username': 'glow.anna',
      'Affiliate shoppable video GMV': '$21.00',
      'Affiliate items sold  ': '3',
    }
    const { rows } = await readAll(given(csv([videoList, lineOf(videoList, cells)])), told)
    expect(rows[0]).toMatchObject({ kind: 'affiliate_video', videoId: '7412345678901234567', itemsSold: 3 })
  })

  test('products', async () => {
    const cells = {
      'Product ID': '1729384756473829000',
      'Creator-attributed GMV': '$21.00',
      'Creators with sales': '2',
    }
    const { rows } = await readAll(given(csv([productData, lineOf(productData, cells)])), told)
    expect(rows[0]).toMatchObject({ kind: 'affiliate_product', creatorsSold: 2, commissionMicro: null })
  })

  test('sales of zero beside orders are not believed; an unknown column is told', async () => {
    const cells = { 'Creator name': 'a', 'Creator-attributed GMV': '$0.00', 'Attributed orders': '3' }
    expect(await faultOf(given(csv([creatorData, lineOf(creatorData, cells)])), told)).toBe('zero_sales')
    const header = [...creatorData, 'Brand new column']
    const text = csv([header, lineOf(header, { ...cells, 'Creator-attributed GMV': '$1.00' })])
    expect((await inspectExport(given(text), told)).tables[0]).toMatchObject({
      unknownHeaders: ['Brand new column'],
      missingFields: ['currency'],
    })
  })
})

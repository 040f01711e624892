import { describe, expect, test } from 'vitest'
import type { AdSpend, Cost, GmvMaxItem } from '../rules/rows.ts'
import { inspectExport } from './inspect-export.ts'
import { csv, faultOf, given, headerOf, lineOf, readAll, workbook } from './test-files.ts'

const ads = headerOf(
  'By Day | Campaign name | Ad group name | Ad name | Primary status | Secondary status | Website URL (Ad level） | Primary source | Secondary source | Attribution source | Cost | Impressions | CPM | Clicks (destination) | CPC (destination) | CTR (destination) | 2-second video views | 6-second video views | Video views at 25% | Video views at 50% | Video views at 75% | Video views at 100% | Average play time per user | Average play time per video view | Interactive add-on impressions | Interactive add-on destination clicks | Reach | Cost per 1,000 people reached | Frequency | Clicks (all) | CTR (all) | Video views | Currency | 15-second focused views (paid views)',
)
const creative = headerOf(
  'Campaign name | Campaign ID | Product ID | Creative type | Video title | Video ID | TikTok account | Time posted | Status | Cost | SKU orders | Cost per order | Gross revenue | ROI | Product ad impressions | Product ad clicks | Product ad click rate | Ad conversion rate | 2-second ad video view rate | 6-second ad video view rate | 25% ad video view rate | 50% ad video view rate | 75% ad video view rate | 100% ad video view rate | Currency',
)
const variant = creative.map((name) =>
  name === 'Video ID'
    ? 'Post ID'
    : name === 'Video title'
      ? 'Creative'
      : name === 'Status'
        ? 'Exploration secondary status'
        : name,
)
const liveCampaign = headerOf(
  'Campaign ID | Campaign name | Cost | ROI protection | Net Cost | Gross revenue | ROI | SKU orders | Cost per order | LIVE views | Gross revenue | Cost per LIVE view | 10-second LIVE views | Cost per 10-second LIVE view | Average LIVE duration (minutes) | LIVE follows | Current budget | Currency | Current optimizations',
)
const livestream = headerOf(
  'LIVE name | Launched time | Status | Campaign name | Campaign ID | Cost | Net Cost | SKU orders | SKU orders (Current shop) | Cost per order (Current shop) | Gross revenue | Gross revenue (Current shop) | ROI | LIVE views | Cost per LIVE view | 10-second LIVE views | Average LIVE duration (minutes) | LIVE follows | Currency',
)
const week = { from: '2026-09-01', to: '2026-09-07' }

describe('reports of the ads manager', () => {
  const line = {
    'By Day': '2026-09-03',
    'Campaign name': 'Total care',
    'Ad group name': 'Broad',
    'Ad name': 'hook-7412345678901234567',
    Cost: '12.30',
    Impressions: '<5',
    'Clicks (destination)': '--',
    'Video views': '1,204',
    Currency: 'USD',
  }

  test('by day: masked numbers are not known and counted, the total line is dropped, a campaign of that name is not', async () => {
    const total = { 'By Day': 'Total 1 result', 'Campaign name': '-', Cost: '12.30', Impressions: '4' }
    const text = csv([ads, lineOf(ads, line), lineOf(ads, total)])
    const { rows, refused, masked } = await readAll(given(text))
    expect(refused).toEqual([])
    expect(masked).toBe(1)
    expect(rows).toHaveLength(1)
    expect(rows[0] as AdSpend).toMatchObject({
      level: 'ad',
      from: '2026-09-03',
      to: '2026-09-03',
      campaign: 'Total care',
      costMicro: 12_300_000n,
      impressions: null,
      destinationClicks: null,
      videoViews: 1204,
      reach: null,
    })
    expect((await inspectExport(given(text), {})).tables[0]?.unknownHeaders).toEqual([])
  })

  test('without days the period has to be told', async () => {
    const header = ['Campaign name', 'Cost', 'Impressions', 'Currency']
    const rows = [header, ['Spring', '5', '10', 'USD'], ['Total of 1 results', '5', '10', 'USD']]
    const bytes = await workbook([{ name: 'Sheet1', rows }])
    expect(await faultOf(given(bytes))).toBe('period_needed')
    const read = await readAll(given(bytes), { period: week })
    expect(read.rows).toMatchObject([{ level: 'campaign', ...week, costMicro: 5_000_000n }])
  })
})

describe('GMV Max', () => {
  const line = {
    'Campaign name': 'Lips',
    'Campaign ID': '1812345678901234',
    'Product ID': '1729384756473829000',
    'Creative type': 'Video',
    'Video title': 'Cherry',
    'Video ID': '7412345678901234567',
    Creative: 'Cherry',
    'Post ID': '7412345678901234567',
    'TikTok account': '@Glow.Anna',
    'Time posted': '2026-08-30 10:11:12',
    Cost: '40.05',
    'SKU orders': '3',
    'Gross revenue': '63.00',
    '2-second ad video view rate': '45.1%',
    Currency: 'USD',
  }

  test.each([
    ['creatives', creative],
    ['creatives, variant', variant],
  ])('%s: product cards have no video', async (_, header) => {
    const cards = ['-1', '-', '', '0', 'N/A'].map((id) => ({ ...line, 'Video ID': id, 'Post ID': id }))
    const rows = [line, ...cards].map((cells) => lineOf(header, cells))
    const text = csv([header, ...rows])
    const read = await readAll(given(text, 'creative_2026-09-01_2026-09-07.csv'))
    expect(read.refused).toEqual([])
    const items = read.rows as readonly GmvMaxItem[]
    expect(items.map(({ videoId }) => videoId)).toEqual(['7412345678901234567', null, null, null, null, null])
    expect(items[0]).toMatchObject({
      ...week,
      account: 'glow.anna',
      postedOn: '2026-08-30',
      costMicro: 40_050_000n,
      rate2s: 0.451,
      rate100: null,
    })
    expect((await inspectExport(given(text), {})).tables[0]?.unknownHeaders).toEqual([])
  })

  test('live campaigns: of two columns of one name the first is read', async () => {
    const cells = [
      '181',
      'Live',
      '10',
      '',
      '9',
      '100',
      '10',
      '4',
      '2.5',
      '500',
      '90',
      '',
      '300',
      '',
      '12',
      '5',
      '50',
      'USD',
      '',
    ]
    const { rows } = await readAll(given(csv([liveCampaign, cells])), { period: week })
    expect(rows).toMatchObject([
      {
        creativeType: 'LIVE',
        campaignId: '181',
        grossRevenueMicro: 100_000_000n,
        impressions: null,
        videoId: null,
      },
    ])
  })

  test('livestreams', async () => {
    const cells = {
      'LIVE name': 'Friday',
      'Launched time': '2026-09-04 20:00:00',
      Cost: '10',
      'Gross revenue': '100',
      'LIVE views': '500',
      Currency: 'USD',
    }
    const { rows } = await readAll(given(csv([livestream, lineOf(livestream, cells)])), { period: week })
    expect(rows).toMatchObject([{ title: 'Friday', postedOn: '2026-09-04', creativeType: 'LIVE' }])
  })

  test.each([
    [
      'ID produk | Nama produk | Pesanan SKU | Pendapatan kotor | Biaya | Biaya per pesanan | ROI | Mata uang',
      '1729384756473829000 | Lip | 3 | Rp 120.000 | Rp 40.000 | 13.333 | 3 | IDR',
      40_000_000_000n,
    ],
    [
      'Tên chiến dịch | ID chiến dịch | Chi phí | Doanh thu gộp | Tài khoản TikTok',
      'Son | 181 | 40.000 | 120.000 | lan',
      40_000_000_000n,
    ],
  ])('localised: %s', async (header, line, micro) => {
    const region = header.startsWith('ID') ? 'ID' : 'VN'
    const text = csv([headerOf(header), line.split(' | ')])
    const { rows, refused } = await readAll(given(text), { region, period: week })
    expect(refused).toEqual([])
    expect(rows).toMatchObject([{ kind: 'gmv_max_item', costMicro: micro, videoId: null }])
  })
})

describe('the cost sheet', () => {
  const header = headerOf(
    'Cost | SKU | Creator | Video ID | Campaign | Per | Amount | Currency | From | To | Note',
  )

  test('each kind, with and without days', async () => {
    const rows = [
      header,
      ['goods', 'LIP-01', '', '', '', 'unit', '4.25', 'USD', '2026-01-01', '', ''],
      [
        'creator fee',
        '',
        '@Glow.Anna',
        '7412345678901234567',
        '',
        'total',
        '300',
        'USD',
        '2026-09-01',
        '2026-09-30',
        'two videos',
      ],
    ]
    const { rows: costs, refused } = await readAll(given(csv(rows)))
    expect(refused).toEqual([])
    expect(costs as readonly Cost[]).toMatchObject([
      {
        cost: 'goods',
        sku: 'LIP-01',
        per: 'unit',
        amountMicro: 4_250_000n,
        from: '2026-01-01',
        to: '9999-12-31',
      },
      {
        cost: 'creator_fee',
        creator: 'glow.anna',
        per: 'total',
        amountMicro: 300_000_000n,
        note: 'two videos',
      },
    ])
  })

  test('lines that are wrong are refused alone, with the column', async () => {
    const rows = [
      header,
      ['gift', 'A', '', '', '', 'unit', '1', 'USD', '', '', ''],
      ['goods', 'A', '', '', '', 'unit', 'twelve', 'USD', '', '', ''],
      ['goods', 'A', '', '', '', 'unit', '1', 'QQQ', '', '', ''],
      ['goods', 'A', '', '7.41E+18', '', 'unit', '1', 'USD', '', '', ''],
      ['goods', 'A', '', '', '', 'unit', '1', 'USD', '2026-02-30', '', ''],
    ]
    const { refused } = await readAll(given(csv(rows)))
    expect(refused.map(({ line, reason, column }) => [line, reason, column])).toEqual([
      [2, 'unknown_status', 'Cost'],
      [3, 'not_an_amount', 'Amount'],
      [4, 'unknown_currency', 'Currency'],
      [5, 'id_lost_digits', 'Video ID'],
      [6, 'not_a_date', 'From'],
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { inspectExport } from './inspect-export.ts'
import { csv, faultOf, given, readAll, zip } from './test-files.ts'

/** As the exports are: marked, all cells quoted, no line end at the end. */
const quoted = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')}`

// 2027-01-05 in unix seconds.
const name = 'Overview_2026-11-06_1799107200_glow.anna.zip'

describe('TikTok Studio', () => {
  test('overview: days without a year go back from the export; undefined is not known', async () => {
    const bytes = await zip({
      'Overview.csv': quoted([
        ['Date', 'Video Views', 'Profile Views', 'Likes', 'Comments', 'Shares'],
        ['December 31', '120', '4', '10', '1', '0'],
        ['January 1', 'undefined', 'NAN', '11', '1', '0'],
      ]),
    })
    const { rows, refused } = await readAll(given(bytes, name))
    expect(refused).toEqual([])
    expect(rows).toMatchObject([
      { kind: 'studio_day', account: 'glow.anna', day: '2026-12-31', views: 120, followers: null },
      { day: '2027-01-01', views: null, profileViews: null, likes: 11 },
    ])
    expect((await inspectExport(given(bytes, name), {})).asOf).toEqual({
      at: '2027-01-05T00:00:00',
      from: 'name',
    })
    expect(await faultOf(given(bytes, 'Overview.zip'), { account: 'a' })).toBe('export_day_needed')
    expect(await faultOf(given(bytes, 'Overview.zip'), { exportedOn: '2027-01-05' })).toBe('account_needed')
  })

  test('followers: hours become a day, the column of differences is not read', async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => ['January 1', String(hour), String(hour * 2)])
    const bytes = await zip({
      'FollowerHistory.csv': quoted([
        ['Date', 'Followers', 'Difference in followers from previous day'],
        ['January 1', '1000', '55'],
      ]),
      'FollowerActivity.csv': quoted([
        ['Date', 'Hour', 'Active followers'],
        ...hours,
        ['January 2', '0', '7'],
      ]),
      'FollowerGender.csv': quoted([
        ['Gender', 'Distribution'],
        ['Female', '0.55'],
        ['Male', '0.45'],
      ]),
      'FollowerTopTerritories.csv': quoted([
        ['Top territories', 'Distribution'],
        ['US', '0.8'],
      ]),
    })
    const { rows, refused } = await readAll(given(bytes, name.replace('Overview', 'Followers')))
    expect(refused).toEqual([])
    expect(rows).toMatchObject([
      { day: '2027-01-01', followers: 1000 },
      { day: '2027-01-01', activeByHour: Array.from({ length: 24 }, (_, hour) => hour * 2) },
      { day: '2027-01-02', activeByHour: [7] },
      { kind: 'audience_share', by: 'gender', value: 'Female', share: 0.55, asOf: '2027-01-05' },
      { by: 'gender', value: 'Male' },
      { by: 'territory', value: 'US', share: 0.8 },
    ])
  })

  test('viewers: new and returning are a false 0 where the total is not known', async () => {
    const text = quoted([
      ['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'],
      ['August 9', 'undefined', '0', '0'],
      ['August 10', '5', '0', '5'],
    ])
    const { rows } = await readAll(given(text), { account: 'a', exportedOn: '2026-08-12' })
    expect(rows).toMatchObject([
      { day: '2026-08-09', viewers: null, newViewers: null, returningViewers: null },
      { viewers: 5, newViewers: 0, returningViewers: 5 },
    ])
  })

  test.each([
    ['18 tháng Sáu', '2026-06-18'],
    ['18 tháng 6', '2026-06-18'],
    ['9 de agosto', '2025-08-09'],
    ['9 Αυγούστου', '2025-08-09'],
    ['9 สิงหาคม', '2025-08-09'],
    ['9 Agustus', '2025-08-09'],
    ['8月9日', '2025-08-09'],
    ['Aug 9', '2025-08-09'],
    ['February 29', '2024-02-29'],
    ['2026/06/18', '2026-06-18'],
  ])('%s is %s', async (text, day) => {
    const rows = [
      [
        'Data',
        'Visualizações de vídeo',
        'Visualizações do perfil',
        'Curtidas',
        'Comentários',
        'Compartilhamentos',
      ],
      [text, '1', '2', '3', '4', '5'],
    ]
    const read = await readAll(given(quoted(rows)), { account: 'a', exportedOn: '2026-07-01' })
    expect(read.rows).toMatchObject([{ day, views: 1, shares: 5 }])
  })

  test('Portuguese followers', async () => {
    const rows = [
      ['Data', 'Seguidores', 'Diferença de seguidores em relação ao dia anterior'],
      ['9 de agosto', '10', '1'],
    ]
    const told = { account: 'a', exportedOn: '2026-08-12' }
    expect((await readAll(given(quoted(rows)), told)).rows).toMatchObject([{ followers: 10 }])
    expect((await inspectExport(given(quoted(rows)), told)).tables[0]?.unknownHeaders).toEqual([])
  })

  test('posts as they stood', async () => {
    const rows = [
      [
        'Time',
        'Video title',
        'Video link',
        'Post time',
        'Total likes',
        'Total comments',
        'Total shares',
        'Total views',
      ],
      [
        'August 11',
        'Hi, "you"',
        'https://www.tiktok.com/@glow.anna/video/7412345678901234567',
        'August 1',
        '5',
        '1',
        '0',
        '99',
      ],
      ['August 11', 'no link', '', 'August 1', '5', '1', '0', '99'],
    ]
    const { rows: posts, refused } = await readAll(given(csv(rows)), { exportedOn: '2026-08-12' })
    expect(posts).toMatchObject([
      {
        account: 'glow.anna',
        videoId: '7412345678901234567',
        asOf: '2026-08-11',
        postedOn: '2026-08-01',
        views: 99,
      },
    ])
    expect(refused).toMatchObject([{ reason: 'id_missing', line: 3 }])
  })

  test.each([
    [
      'date,ギフト贈呈者,新規フォロワー,コメントした視聴者,いいね,シェア\n2026/03/01,1,2,3,4,5',
      { gifters: 1, shares: 5 },
    ],
    ['date,ダイヤモンド\n2026/03/01,120', { diamonds: 120 }],
    ['date,LIVE時間 (s),LIVEの合計数\n2026/03/01,3600,2', { liveSeconds: 3600, lives: 2 }],
    [
      'date,視聴数,ユニーク視聴者数,平均視聴時間 (s),最高同時視聴者数,平均同時視聴者数\n2026/03/01,9,8,41.5,6,5.5',
      { uniqueViewers: 8, averageWatchSeconds: 41.5 },
    ],
  ])('live: %s', async (text, fields) => {
    const { rows, refused } = await readAll(given(text), { account: 'a' })
    expect(refused).toEqual([])
    expect(rows).toMatchObject([{ kind: 'live_day', day: '2026-03-01', ...fields }])
  })
})

describe('a data download', () => {
  const link = 'https://www.tiktokv.com/share/video/7412345678901234567/'
  const generations = [
    {
      Activity: {
        'Video Browsing History': { VideoList: [{ Date: '2026-08-01 10:00:00', VideoLink: link }] },
        'Like List': { ItemFavoriteList: [{ Date: '2026-08-01 10:00:00', Link: link }] },
        'Following List': { Following: [{ Date: '2026-08-01 10:00:00', UserName: 'Sari' }] },
        'Follower List': { FansList: [{ Date: '2026-08-01 10:00:00', UserName: 'planted_fan' }] },
      },
      Video: { Videos: { VideoList: [{ Date: '2026-08-01 10:00:00', Link: link, Likes: '12' }] } },
      Profile: {
        'Profile Information': { ProfileMap: { userName: 'Glow.Anna', emailAddress: 'planted@x.test' } },
      },
    },
    {
      'Your Activity': {
        'Watch History': { VideoList: [{ Date: '2026-08-01 10:00:00', Link: link }] },
        Following: { Following: [{ Date: '2026-08-01 10:00:00', UserName: 'Sari' }] },
        Follower: { FansList: [{ Date: '2026-08-01 10:00:00', UserName: 'planted_fan' }] },
      },
      'Likes and Favorites': { 'Like List': { ItemFavoriteList: [{ date: '2026-08-01 10:00:00', link }] } },
      Post: { Posts: { VideoList: [{ Date: '2026-08-01 10:00:00', Link: link, Likes: '12', Title: null }] } },
      'Direct Message': { 'Chat History': { planted: 'planted message' } },
      'Profile And Settings': { 'Profile Info': { ProfileMap: { userName: 'Glow.Anna' } } },
    },
  ]

  test.each(generations.map((document, index) => [index, document] as const))(
    'generation %i',
    async (_, document) => {
      for (const bytes of [
        Buffer.from(JSON.stringify(document)),
        await zip({ 'user_data_tiktok.json': JSON.stringify(document) }),
      ]) {
        const { rows, refused } = await readAll(given(bytes))
        expect(refused).toEqual([])
        expect(JSON.stringify(rows)).not.toContain('planted')
        expect(rows.map((row) => [row.kind, 'action' in row ? `${row.action} ${row.subject}` : ''])).toEqual([
          ['own_action', 'watch 7412345678901234567'],
          ['own_action', 'like 7412345678901234567'],
          ['own_action', 'follow sari'],
          ['own_action', 'follower '],
          ['own_post', ''],
        ])
        expect(rows[0]).toMatchObject({ account: 'glow.anna', at: '2026-08-01T10:00:00' })
      }
    },
  )

  test('lists that are null or absent, entries that are damaged', async () => {
    const document = {
      'Your Activity': {
        'Watch History': { VideoList: null },
        Following: { Following: ['x', { Date: 'soon', UserName: 'a' }, { Date: '2026-08-01 10:00:00' }] },
      },
    }
    const { rows, refused } = await readAll(given(JSON.stringify(document)))
    expect(rows).toEqual([])
    expect(refused.map(({ reason, line }) => [line, reason])).toEqual([
      [1, 'damaged_text'],
      [2, 'not_a_date'],
      [3, 'id_missing'],
    ])
    expect((await inspectExport(given(JSON.stringify(document)), {})).tables[0]?.format).toBe('data_download')
  })
})

import { type StudioDay, attentionAt, studioDaysAt } from '../attention.ts'
import { chanceOf } from '../chance.ts'
import { dayText, type LocalMs } from '../time.ts'
import type { Market } from '../world.ts'
import type { CsvStyle, Draft, Sheet } from './table.ts'

const english = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const vietnamese = [
  'Một',
  'Hai',
  'Ba',
  'Tư',
  'Năm',
  'Sáu',
  'Bảy',
  'Tám',
  'Chín',
  'Mười',
  'Mười Một',
  'Mười Hai',
]

/** A date without its year, in the language of the owner: `August 9`, `18 tháng Sáu`. */
export const yearlessDate = (market: Market, at: LocalMs): string => {
  const date = new Date(at)
  const month = date.getUTCMonth()
  return market.facts.region === 'VN'
    ? `${date.getUTCDate()} tháng ${vietnamese[month] ?? ''}`
    : `${english[month] ?? ''} ${date.getUTCDate()}`
}

/** Marked, all cells quoted, and no end of line after the last. */
const style: CsvStyle = { mark: true, quoted: true, tabs: false, finalNewline: false }

const table = (
  name: string,
  headers: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Sheet => ({
  name,
  rows: [headers, ...rows.map((cells) => cells.map(String))],
})

const followerHistory = (market: Market, days: readonly StudioDay[]): Sheet =>
  table(
    'FollowerHistory.csv',
    ['Date', 'Followers', 'Difference in followers from previous day'],
    days.map(({ dayMs, followers }, index) => [
      yearlessDate(market, dayMs),
      followers,
      // One day off, as it was measured: the next day less this one.
      (days[index + 1]?.followers ?? followers) - followers,
    ]),
  )

const followerActivity = (market: Market, days: readonly StudioDay[]): Sheet =>
  table(
    'FollowerActivity.csv',
    ['Date', 'Hour', 'Active followers'],
    days.slice(-7).flatMap(({ dayMs, followers }) =>
      Array.from({ length: 24 }, (_, hour) => {
        const share = chanceOf(market.seed, `active/${dayMs}/${hour}`).int(2, hour > 17 ? 40 : 20)
        return [yearlessDate(market, dayMs), hour, Math.floor((followers * share) / 100)]
      }),
    ),
  )

const contentRows = (market: Market, asOf: LocalMs) =>
  market.videos
    .filter(({ creator, postedMs }) => creator === null && postedMs <= asOf)
    .slice(0, 15)
    .map((video) => {
      const seen = attentionAt(video, asOf)
      return [
        yearlessDate(market, asOf),
        video.title,
        `https://www.tiktok.com/@${market.brand}/video/${video.id}`,
        yearlessDate(market, video.postedMs),
        seen.likes,
        seen.comments,
        seen.shares,
        seen.views,
      ]
    })

type Dated = (of: (found: StudioDay) => readonly (string | number)[]) => (string | number)[][]

const overview = (dated: Dated): Sheet =>
  table(
    'Overview.csv',
    ['Date', 'Video Views', 'Profile Views', 'Likes', 'Comments', 'Shares'],
    dated(({ views, profileViews, likes, comments, shares }) => [
      views,
      profileViews,
      likes,
      comments,
      shares,
    ]),
  )

const viewerTable = (dated: Dated): Sheet =>
  table(
    'Viewers.csv',
    ['Date', 'Total Viewers', 'New Viewers', 'Returning Viewers'],
    dated(({ viewers, newViewers, returningViewers }) => [
      viewers ?? 'undefined',
      newViewers,
      returningViewers,
    ]),
  )

const genders: readonly [string, number][] = [
  ['Female', 0.71],
  ['Male', 0.27],
  ['Other', 0.02],
]

const contentHeaders =
  'Time|Video title|Video link|Post time|Total likes|Total comments|Total shares|Total views'.split('|')

/** The four archives of TikTok Studio for the account of the brand. */
export const studioDrafts = (
  market: Market,
  asOf: LocalMs,
): { readonly name: string; readonly draft: Draft }[] => {
  const days = studioDaysAt(market, asOf)
  const [earliest] = days
  if (earliest === undefined) return []
  const dated: Dated = (of) => days.map((found) => [yearlessDate(market, found.dayMs), ...of(found)])
  const territories: [string, number][] = [
    [market.facts.country, 0.55],
    ['Others', 0.45],
  ]
  // The name carries the start of the period, and when it was exported in seconds.
  const archive = (name: string, sheets: readonly Sheet[]) => ({
    name: `${name}_${dayText(earliest.dayMs)}_${Math.floor(asOf / 1000)}_${market.brand}.zip`,
    draft: { form: 'zip', entries: sheets.map((sheet) => ({ name: sheet.name, sheet, style })) } as const,
  })
  return [
    archive('Overview', [overview(dated)]),
    archive('Followers', [
      followerHistory(market, days),
      followerActivity(market, days),
      table('FollowerGender.csv', ['Gender', 'Distribution'], genders),
      table('FollowerTopTerritories.csv', ['Top territories', 'Distribution'], territories),
    ]),
    archive('Viewers', [viewerTable(dated)]),
    archive('Content', [table('Content.csv', contentHeaders, contentRows(market, asOf))]),
  ]
}

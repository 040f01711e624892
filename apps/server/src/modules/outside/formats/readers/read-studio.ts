import type { AudienceShare, ExportedRow, LiveDay, StudioDay, StudioPost } from '../../rules/rows.ts'
import { accountOfLink, videoIdOfLink } from '../values/identifiers.ts'
import type { Line } from './line.ts'
import type { Reader, ReaderContext } from './reader.ts'

const emptyDay = (account: string, day: string): StudioDay => ({
  kind: 'studio_day',
  account,
  day,
  views: null,
  profileViews: null,
  likes: null,
  comments: null,
  shares: null,
  followers: null,
  viewers: null,
  newViewers: null,
  returningViewers: null,
  activeByHour: [],
})

/** Days of an account: overview, followers or viewers, whichever the file has. */
export const studioDayReader = (context: ReaderContext): Reader => {
  const read = (line: Line): StudioDay[] => {
    const viewers = line.count('viewers')
    // Where the number of viewers is not told, new and returning ones are written as 0, which they are not.
    const areKnown = viewers !== null
    return [
      {
        ...emptyDay(context.account, line.neededDay('day')),
        views: line.count('views'),
        profileViews: line.count('profileViews'),
        likes: line.count('likes'),
        comments: line.count('comments'),
        shares: line.count('shares'),
        followers: line.count('followers'),
        viewers,
        newViewers: areKnown ? line.count('newViewers') : null,
        returningViewers: areKnown ? line.count('returningViewers') : null,
      },
    ]
  }
  return { read }
}

/** 24 lines of a day become one: followers active in each hour. */
export const studioActivityReader = (context: ReaderContext): Reader => {
  let day = ''
  let hours: number[] = []
  const flush = (): StudioDay[] => {
    const done = day === '' ? [] : [{ ...emptyDay(context.account, day), activeByHour: hours }]
    day = ''
    hours = []
    return done
  }
  const read = (line: Line): StudioDay[] => {
    const next = line.neededDay('day')
    const hour = Number.parseInt(line.text('hour'), 10)
    if (!(hour >= 0 && hour <= 23)) line.refuse('not_a_number', 'hour')
    const active = line.count('active')
    if (line.fault !== null) return []
    const done = next === day ? [] : flush()
    day = next
    while (hours.length <= hour) hours.push(0)
    hours[hour] = active ?? 0
    return done
  }
  return { read, finish: flush }
}

/** Where the audience is and who it is, as of the export. */
export const audienceReader = (context: ReaderContext): Reader => {
  const by = context.table.columns.has('gender') ? 'gender' : 'territory'
  const read = (line: Line): AudienceShare[] => {
    const share = line.rate('share', 'fraction')
    if (share === null) return []
    return [
      {
        kind: 'audience_share',
        account: context.account,
        asOf: context.exportedOn ?? '',
        by,
        value: line.words(by),
        share,
      },
    ]
  }
  return { read }
}

/** Posts as they stood on the day of the export. */
export const studioPostReader = (context: ReaderContext): Reader => {
  const read = (line: Line): StudioPost[] => {
    const link = line.text('link')
    const videoId = videoIdOfLink(link)
    if (videoId === null) line.refuse('id_missing', 'link')
    return [
      {
        kind: 'studio_post',
        account: context.account === '' ? accountOfLink(link) : context.account,
        videoId: videoId ?? '',
        asOf: line.neededDay('asOf'),
        title: line.words('title'),
        postedOn: line.day('postedOn'),
        views: line.count('views'),
        likes: line.count('likes'),
        comments: line.count('comments'),
        shares: line.count('shares'),
      },
    ]
  }
  return { read }
}

/** Days of live broadcasts; each of the four files carries some of the columns. */
export const liveDayReader = (context: ReaderContext): Reader => {
  const read = (line: Line): readonly ExportedRow[] => {
    const row: LiveDay = {
      kind: 'live_day',
      account: context.account,
      day: line.neededDay('day'),
      gifters: line.count('gifters'),
      newFollowers: line.count('newFollowers'),
      commenters: line.count('commenters'),
      likes: line.count('likes'),
      shares: line.count('shares'),
      diamonds: line.count('diamonds'),
      lives: line.count('lives'),
      liveSeconds: line.measure('liveSeconds'),
      views: line.count('views'),
      uniqueViewers: line.count('uniqueViewers'),
      averageWatchSeconds: line.measure('averageWatchSeconds'),
      peakViewers: line.count('peakViewers'),
      averageViewers: line.measure('averageViewers'),
    }
    return [row]
  }
  return { read }
}

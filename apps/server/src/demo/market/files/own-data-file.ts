import { attentionAt } from '../attention.ts'
import { chanceOf } from '../chance.ts'
import { buyerOf } from '../people.ts'
import { hour, type LocalMs, spacedText } from '../time.ts'
import type { Market, Video } from '../world.ts'

/** The generations of keys that the download has had. */
type Generation = 'old' | 'newer' | '2026'

const linkOf = (video: Video): string => `https://www.tiktokv.com/share/video/${video.id}/`

const watched = (market: Market, asOf: LocalMs) => {
  const chance = chanceOf(market.seed, 'own/watched')
  return Array.from({ length: 40 }, (_, index) => ({
    Date: spacedText(asOf - (index + 1) * 5 * hour),
    Link: linkOf(chance.pick(market.videos)),
  }))
}

const posts = (market: Market, asOf: LocalMs, owner: string) =>
  market.videos
    .filter(({ creator, postedMs }) => creator?.name === owner && postedMs <= asOf)
    .map((video) => ({
      Date: spacedText(video.postedMs),
      Link: linkOf(video),
      Likes: String(attentionAt(video, asOf).likes),
      WhoCanView: 'Public',
      Title: video.title,
    }))

/** What a person gets of their own account: much of it is nobody else's business. */
export const ownData = (
  market: Market,
  asOf: LocalMs,
): { readonly text: string; readonly account: string } => {
  const chance = chanceOf(market.seed, 'own')
  const generation: Generation = chance.pick(['old', 'newer', '2026'])
  const account = market.creators[0]?.name ?? market.brand
  const others = [0, 1, 2].map((index) => buyerOf(market.seed, index, market.facts))
  const [person] = others
  const seen = { VideoList: watched(market, asOf) }
  const likes = { ItemFavoriteList: watched(market, asOf).slice(0, 9) }
  const following = {
    Following: market.creators
      .slice(1)
      .map(({ name }, index) => ({ Date: spacedText(asOf - (index + 3) * 30 * hour), UserName: name })),
  }
  const fans = {
    FansList: others.map(({ userName }, index) => ({
      Date: spacedText(asOf - (index + 1) * 40 * hour),
      UserName: userName,
    })),
  }
  const isOld = generation === 'old'
  const activity = {
    [isOld ? 'Video Browsing History' : 'Watch History']: seen,
    ...(generation === '2026' ? {} : { 'Like List': likes }),
    [isOld ? 'Following List' : 'Following']: following,
    [isOld ? 'Follower List' : 'Follower']: fans,
    'Login History': {
      LoginHistoryList: [
        { Date: `${spacedText(asOf - hour)} UTC`, IP: '203.0.113.77', DeviceModel: 'Example 7' },
      ],
    },
  }
  const data = {
    [isOld ? 'Activity' : 'Your Activity']: activity,
    ...(generation === '2026' ? { 'Likes and Favorites': { 'Like List': likes } } : {}),
    [isOld ? 'Direct Messages' : 'Direct Message']: {
      'Chat History': {
        ChatHistory: { 'Chat History with someone:': [{ From: account, Content: person?.address ?? '' }] },
      },
    },
    Profile: {
      [isOld ? 'Profile Information' : 'Profile Info']: {
        ProfileMap: {
          userName: account,
          emailAddress: `${person?.userName ?? ''}@example.invalid`,
          telephoneNumber: person?.phone ?? '',
        },
      },
    },
    [isOld ? 'Video' : 'Post']: { [isOld ? 'Videos' : 'Posts']: { VideoList: posts(market, asOf, account) } },
  }
  return { text: JSON.stringify(data), account }
}

import { Catalogue } from '../catalogue.ts'
import { Learner } from '../learner.ts'
import { Names } from './names.ts'
import { Nearest } from './nearest.ts'
import { People } from './people.ts'
import type { Stored } from './stored.ts'
import { Trend } from './trend.ts'
import { valueFile } from './value-file.ts'
import { Videos } from './videos.ts'

const heads = valueFile.outcomes.map(({ outcome, usual, alpha }) => ({ name: outcome, usual, alpha }))
const [firstHead, ...otherHeads] = heads
/** Held, skip and finish have rates of their own as features. */
const ratedHeads = 3
/** Nothing is known yet. `places`: of hashed features, a power of two. */
export const newState = (places: number): Stored => {
  if (firstHead === undefined) throw new RangeError('a value file has outcomes')
  const catalogue = new Catalogue({ kinds: 1, attributes: 0 })
  const videos = new Videos()
  return {
    ...{ catalogue, videos, people: new People(), nearest: new Nearest(), trend: new Trend(videos) },
    learner: new Learner({ heads: [firstHead, ...otherHeads], places, rated: ratedHeads }, catalogue),
    names: {
      ...{ people: new Names(), videos: new Names(), sounds: new Names() },
      ...{ topics: new Names(), languages: new Names() },
    },
    followers: new Map(),
  }
}

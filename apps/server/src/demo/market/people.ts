import { chanceOf } from './chance.ts'
import type { RegionFacts } from './region.ts'
import type { Buyer } from './world.ts'

// Everybody here is invented; each string is unlike any other text, so that a scan for it finds it or nothing.

const givenNames = [
  'Ottoline',
  'Quillon',
  'Marisette',
  'Bramwell',
  'Zephine',
  'Corvander',
  'Ysolde',
  'Tamsin',
]
const familyNames = [
  'Brackwater',
  'Fennimoor',
  'Quistgard',
  'Hollowaye',
  'Varnestad',
  'Pellinquay',
  'Umbersley',
]
const streets = [
  'Marrowfen Lane',
  'Old Sallow Row',
  'Quince Hatch',
  'Tallowgate',
  'Wickerling Rise',
  'Pipit Yard',
]
const animals = ['otter', 'heron', 'marten', 'lynx', 'plover', 'newt', 'shrike', 'dormouse']
const textures = ['velvet', 'paper', 'copper', 'linen', 'amber', 'slate', 'cedar', 'pearl']
const wishes = [
  'please ring twice at the blue door',
  'leave it with the neighbour upstairs',
  'a birthday present, no invoice please',
  'call before you come, the bell is broken',
]

const tagOf = (index: number): string => index.toString(36).padStart(4, '0')

/** The buyer of a number; the same one may buy again. */
export const buyerOf = (seed: number, index: number, facts: RegionFacts): Buyer => {
  const chance = chanceOf(seed, `buyer/${index}`)
  const tag = tagOf(index)
  const house = `${chance.int(1, 99)} ${chance.pick(streets)} ${tag}`
  return {
    userName: `${chance.pick(textures)}.${chance.pick(animals)}.${tag}`,
    name: `${chance.pick(givenNames)} ${chance.pick(familyNames)}-${tag}`,
    phone: `${facts.phone}555${String(index).padStart(7, '0')}`,
    // A house number written as a formula is what spreadsheets stumble over.
    address: chance.happens(0.05) ? `=${house}` : house,
    zip: String(10_000 + chance.int(0, 89_999)),
    city: chance.pick(['Saltmere', 'Nettlebridge', 'Port Quillan', 'Ashenford']),
  }
}

/** What the buyer of an order wrote; '' for most. */
export const messageOf = (seed: number, index: number): string => {
  const chance = chanceOf(seed, `message/${index}`)
  return chance.happens(0.15) ? `${chance.pick(wishes)} ${tagOf(index)}` : ''
}

/** What nobody who reads the files may keep. */
export const personalTextsOf = (buyer: Buyer): string[] => [
  buyer.userName,
  buyer.name,
  buyer.phone,
  buyer.address.replace(/^=/, ''),
]

import { createHash } from 'node:crypto'
import type { SceneName } from './scenes/all.ts'
import type { Tune } from './sound/tunes.ts'

/** Somebody who lives in the demo town. */
export interface TownPerson {
  readonly handle: string
  readonly displayName: string
  readonly bio: string
}

/** One clip of the town: what it shows, how it sounds and what its author wrote under it. */
export interface TownClip {
  readonly id: string
  readonly author: string
  /** Without hashtags: those are `tags`. */
  readonly caption: string
  readonly tags: readonly string[]
  readonly seconds: number
  readonly scene: SceneName
  readonly seed: number
  readonly tune: Tune
}

/** Goes up when painters or instruments change, so that cached clips of an older recipe are not used. */
const recipeVersion = 2

const people: readonly (readonly [handle: string, displayName: string, bio: string])[] = [
  ['mira.lights', 'Mira Solheim', 'Skies above 66° north. I wait so you do not have to.'],
  ['tidepool.tom', 'Tom Okafor', 'Marine biologist, off duty and still wet.'],
  ['neon.juno', 'Juno Park', 'The city after midnight.'],
  ['otto.clock', 'Otto Brandt', 'Third-generation clockmaker. Everything here ticks.'],
  ['paper.pia', 'Pia Lindqvist', 'Scissors, paper, patience.'],
  ['lou.slow', 'Lou Mercier', 'Slow evenings, warm lamps, long trains.'],
  ['kalei.ko', 'Keiko Hara', 'Symmetry is a hobby that got out of hand.'],
  ['ines.ink', 'Inês Duarte', 'Ink, glass and whatever the wind draws.'],
  ['garden.gus', 'Gus Whitfield', 'A small garden filmed far too closely.'],
  ['fay.meadow', 'Fay Adeyemi', 'Bees, looms and summer nights.'],
  ['orbit.ada', 'Ada Novák', 'Amateur astronomer, professional daydreamer.'],
  ['bea.beats', 'Bea Santos', 'If it moves, it has a rhythm.'],
]

type Row = readonly [
  scene: SceneName,
  author: string,
  seconds: number,
  caption: string,
  tags: string,
  tune: readonly [style: Tune['style'], root: number, scale: Tune['scale'], beatsPerMinute: number],
]

/** In the order in which they are made: the first eight are short, so that the feed opens soon. */
const rows: readonly Row[] = [
  [
    'blossomTree',
    'garden.gus',
    7,
    'Six weeks of the cherry tree in seven seconds. Worth every early morning.',
    'spring timelapse garden',
    ['musicBox', 62, 'pentatonic', 96],
  ],
  [
    'gridDrive',
    'neon.juno',
    6,
    'Kept driving until the sun gave up. Sound on for this one.',
    'synthwave nightdrive retro',
    ['drive', 45, 'minor', 112],
  ],
  [
    'jellyfish',
    'tidepool.tom',
    6.5,
    'They have no brain and still move better than I do on a dance floor.',
    'ocean jellyfish calm',
    ['drift', 57, 'lydian', 66],
  ],
  [
    'bouncing',
    'bea.beats',
    7.2,
    'Nine balls, nine tempos. Wait for the moment they all land together.',
    'polyrhythm satisfying music',
    ['marimba', 60, 'pentatonic', 100],
  ],
  [
    'paperBoats',
    'paper.pia',
    6,
    'Launched the whole fleet in the bathtub. Nobody was harmed, one got soggy.',
    'papercraft diy sea',
    ['waltz', 60, 'major', 138],
  ],
  [
    'aurora',
    'mira.lights',
    6.5,
    'Minus 23 degrees, camera frozen twice, and then the sky did this.',
    'aurora nightsky north',
    ['drift', 52, 'dorian', 60],
  ],
  [
    'sunflower',
    'garden.gus',
    6,
    'Every seed turns 137.5 degrees from the last one. Plants do maths.',
    'sunflower nature maths',
    ['arpeggio', 57, 'major', 92],
  ],
  [
    'metronomeCity',
    'otto.clock',
    6.5,
    'If towns kept time. Built from sixty-three wooden blocks.',
    'city rhythm stopmotion',
    ['clock', 60, 'major', 114],
  ],
  [
    'comets',
    'mira.lights',
    8,
    'Counted eleven in ten minutes, and made a wish on every single one.',
    'meteors nightsky stars',
    ['droplets', 55, 'pentatonic', 72],
  ],
  [
    'sequencer',
    'bea.beats',
    9,
    'Drew a pattern with my eyes closed and pressed play. Keeping it.',
    'beatmaking music loop',
    ['beat', 48, 'minor', 120],
  ],
  [
    'orbits',
    'orbit.ada',
    9,
    'A year for us, a lap of honour for Mercury.',
    'planets space astronomy',
    ['arpeggio', 50, 'lydian', 84],
  ],
  [
    'spirograph',
    'bea.beats',
    10,
    'My old drawing toy, but it sings now.',
    'satisfying drawing geometry',
    ['musicBox', 64, 'dorian', 108],
  ],
  [
    'tide',
    'tidepool.tom',
    8,
    'Last light before low tide. Breathe in with the wave, out with the wave.',
    'sunset sea calm',
    ['shore', 55, 'major', 60],
  ],
  [
    'paperPlanes',
    'paper.pia',
    8,
    'The pink one flew eleven metres. We measured. Twice.',
    'paperplanes sky diy',
    ['waltz', 65, 'lydian', 152],
  ],
  [
    'mandala',
    'kalei.ko',
    7,
    'Starts with six petals. Try to count where it ends.',
    'mandala symmetry calm',
    ['drone', 57, 'pentatonic', 70],
  ],
  [
    'warp',
    'orbit.ada',
    8,
    'How it feels when the telescope finally locks on.',
    'space stars speed',
    ['drive', 40, 'dorian', 126],
  ],
  [
    'dandelion',
    'garden.gus',
    10,
    'One breath, ninety wishes. Sorry, neighbours.',
    'dandelion macro summer',
    ['shore', 60, 'lydian', 72],
  ],
  [
    'sunrise',
    'mira.lights',
    12,
    'Five ridges, one sunrise and a thermos of very bad coffee.',
    'sunrise mountains timelapse',
    ['drift', 60, 'major', 72],
  ],
  [
    'kaleidoscope',
    'kalei.ko',
    8,
    'Ten mirrors. I have been staring at this since Tuesday.',
    'kaleidoscope colour trippy',
    ['drone', 50, 'lydian', 84],
  ],
  [
    'nightTrain',
    'lou.slow',
    11,
    'The 23:40 to nowhere in particular. Tea is still hot.',
    'nighttrain cosy lofi',
    ['lofi', 53, 'dorian', 78],
  ],
  [
    'ink',
    'ines.ink',
    10,
    'Poured indigo over gold and let it argue with itself.',
    'ink abstract art',
    ['drone', 45, 'minor', 60],
  ],
  [
    'pendulums',
    'otto.clock',
    18,
    'Fifteen pendulums, each a little faster. In eighteen seconds they agree again.',
    'physics satisfying pendulum',
    ['marimba', 57, 'dorian', 100],
  ],
  [
    'fireflies',
    'fay.meadow',
    9,
    'Turned the torch off and the meadow turned on.',
    'fireflies summernight nature',
    ['droplets', 60, 'dorian', 84],
  ],
  [
    'lavaLamp',
    'lou.slow',
    9,
    'Found it on a flea market for four euros. Best flatmate I ever had.',
    'lavalamp cosy retro',
    ['lofi', 48, 'minor', 70],
  ],
  [
    'flowField',
    'ines.ink',
    8,
    'The wind drew this. I only held the pens.',
    'generativeart drawing wind',
    ['waltz', 57, 'dorian', 120],
  ],
  [
    'galaxy',
    'orbit.ada',
    10,
    'Nine hundred suns, one slow dance.',
    'galaxy space stars',
    ['drift', 48, 'minor', 54],
  ],
  [
    'neonRain',
    'neon.juno',
    8,
    'It only rains like this when I forget my umbrella.',
    'neon rain city',
    ['beat', 44, 'dorian', 96],
  ],
  [
    'weaving',
    'fay.meadow',
    9,
    'Row by row. This pattern was my grandmother’s, the colours are mine.',
    'weaving craft textile',
    ['clock', 55, 'pentatonic', 132],
  ],
  ['vinyl', 'lou.slow', 12, 'Side B, third track, always.', 'vinyl music analog', ['lofi', 55, 'major', 86]],
  [
    'honeycomb',
    'fay.meadow',
    8,
    'The hive hums in waves. Put your ear on the wood and you can hear it.',
    'bees honeycomb nature',
    ['arpeggio', 52, 'dorian', 104],
  ],
  [
    'paperPeaks',
    'paper.pia',
    8,
    'Seven sheets of paper, one mountain range. Cut in an afternoon.',
    'papercut mountains art',
    ['musicBox', 60, 'lydian', 84],
  ],
  [
    'bokehTraffic',
    'neon.juno',
    9,
    'Forgot to focus. Left it that way.',
    'bokeh traffic citylights',
    ['beat', 50, 'lydian', 84],
  ],
  [
    'pond',
    'tidepool.tom',
    10,
    'Rain on the lily pond. No edits, no talking, just drops.',
    'rain pond asmr',
    ['droplets', 64, 'major', 60],
  ],
  [
    'stainedGlass',
    'ines.ink',
    9,
    'Morning light walking through the window of the old workshop.',
    'stainedglass light colour',
    ['drone', 52, 'major', 76],
  ],
  [
    'clockwork',
    'otto.clock',
    20,
    'Seven wheels, one tick. Repaired after forty years of silence, listen to it.',
    'clockwork repair mechanics',
    ['clock', 50, 'minor', 120],
  ],
  [
    'moire',
    'kalei.ko',
    6,
    'Two circles. That is all. Your eyes do the rest.',
    'opticalillusion moire pattern',
    ['arpeggio', 64, 'minor', 128],
  ],
]

/**
 * The demo town: 12 people and 36 clips, the same on every machine.
 *
 * @example
 * for (const clip of demoTown().clips) await renderClip(clip, ffmpeg, file)
 */
export const demoTown = (): { people: TownPerson[]; clips: TownClip[] } => ({
  people: people.map(([handle, displayName, bio]) => ({ handle, displayName, bio })),
  clips: rows.map(([scene, author, seconds, caption, tags, tune], index) => ({
    id: scene.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    author,
    caption,
    tags: tags.split(' '),
    seconds,
    scene,
    seed: 11 + index,
    tune: { style: tune[0], root: tune[1], scale: tune[2], beatsPerMinute: tune[3], seed: 101 + index },
  })),
})

/** File name of a rendered clip: changes with everything that changes its bytes. */
export const clipFileName = (clip: TownClip): string => {
  const { scene, seconds, seed, tune } = clip
  const recipe = JSON.stringify([recipeVersion, scene, seconds, seed, tune])
  return `${createHash('sha256').update(recipe).digest('hex').slice(0, 24)}.mp4`
}

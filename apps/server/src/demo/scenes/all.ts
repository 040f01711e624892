import type { Scene } from '../paint/scene.ts'
import { bokehTraffic, gridDrive, neonRain } from './city.ts'
import { clockwork, metronomeCity, nightTrain, pendulums, vinyl } from './machines.ts'
import { blossomTree, dandelion, fireflies, sunflower } from './nature.ts'
import { paperBoats, paperPeaks, paperPlanes, stainedGlass, weaving } from './paper.ts'
import { honeycomb, ink, kaleidoscope, lavaLamp, mandala, moire } from './pattern.ts'
import { jellyfish, pond, tide } from './sea.ts'
import { aurora, comets, sunrise } from './sky.ts'
import { bouncing, flowField, galaxy, orbits, sequencer, spirograph, warp } from './space.ts'

/** Every picture of the town by its name. */
export const scenes = {
  aurora,
  sunrise,
  comets,
  tide,
  jellyfish,
  pond,
  neonRain,
  bokehTraffic,
  gridDrive,
  clockwork,
  pendulums,
  metronomeCity,
  nightTrain,
  vinyl,
  paperBoats,
  paperPeaks,
  paperPlanes,
  stainedGlass,
  weaving,
  kaleidoscope,
  mandala,
  moire,
  lavaLamp,
  ink,
  honeycomb,
  sunflower,
  fireflies,
  blossomTree,
  dandelion,
  orbits,
  spirograph,
  warp,
  bouncing,
  sequencer,
  flowField,
  galaxy,
} as const satisfies Record<string, Scene>
export type SceneName = keyof typeof scenes

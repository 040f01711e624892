/** Facts for tests, random streams of them, and the comparison of the two implementations. Not for production. */
export { runAgreement } from './agreement.ts'
export {
  about,
  ask,
  settle,
  aView,
  anAction,
  anImpression,
  aPlaying,
  idOf,
  noon,
  store,
  type Engine,
} from './facts.ts'
export { goldenCurves, goldenFacts, goldenQuestion, goldenValues } from './golden.ts'
export { questions, streams } from './streams.ts'

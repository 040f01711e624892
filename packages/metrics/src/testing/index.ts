/** Facts for tests, random streams of them, and the comparison of the two implementations. Not for production. */
export { runAgreement } from './agreement.ts'
export {
  about,
  add,
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
export { countedElsewhere, goldenCurves, goldenFacts, goldenQuestion, goldenValues } from './golden.ts'
export { arrivalsStory, monthsStory } from './golden-months.ts'
export { ownStory } from './golden-own.ts'
export { aLine, anAmount, salesStory } from './golden-sales.ts'
export { questions, streams } from './streams.ts'
export { kindsStory, trendStory } from './golden-content.ts'
export { salesQuestions, salesStreams } from './sales-streams.ts'

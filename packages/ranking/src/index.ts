export { Catalogue, type VideoTraits } from './catalogue.ts'
export { judgeOffPolicy, type LoggedSlots, type OffPolicyJudgement } from './evaluate/off-policy.ts'
export { judgeRanking, type HeadJudgement, type RankingJudgement } from './evaluate/ranking.ts'
export {
  judgeRetrieval,
  type RetrievalCase,
  type RetrievalJudgement,
  type RetrievalSettings,
} from './evaluate/retrieval.ts'
export { judgeTopN } from './evaluate/top-n.ts'
export { type Told } from './evaluate/sittings.ts'
export { type Facts, type Meeting, type Moment } from './families.ts'
export { interactionsOf, type Interactions } from './interactions.ts'
export type { Opening } from './opening.ts'
export { VectorScan } from './scan.ts'
export { StateError, StateReader, StateWriter } from './state.ts'
export { Top } from './top.ts'
export { Learner, type Head, type LearnerSettings, type Outcome } from './learner.ts'
export { HeldFrom, labelsOf } from './recommender/outcomes.ts'
export type {
  ControlInput,
  GoneInput,
  Input,
  ReactionInput,
  ReactionKind,
  ServedInput,
  VectorsInput,
  VideoInput,
  WatchInput,
} from './recommender/inputs.ts'
export {
  sources,
  terms,
  type Anchor,
  type Dials,
  type Exploration,
  type Flag,
  type Interest,
  type Page,
  type PageRequest,
  type RankedSlot,
  type Source,
  type Taste,
  type Term,
  type Without,
} from './recommender/page.ts'
export { Recommender, type RecommenderSettings } from './recommender/recommender.ts'
export { valueFile, type OutcomeName, type ValueFile } from './recommender/value-file.ts'
export { fitIals, type IalsSettings } from './ials.ts'
export { SpectralFilter, type SpectralSettings } from './spectral.ts'
export { vectorSettings, watchedWeight } from './vector-settings.ts'

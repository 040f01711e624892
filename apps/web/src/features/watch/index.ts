export { callActions, callWords } from './call-words.ts'
export { PostStage } from './components/post-stage.tsx'
export { StageSkeleton } from './components/stage-skeleton.tsx'

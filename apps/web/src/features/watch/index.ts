export { PostStage } from './components/post-stage.tsx'
export { StageSkeleton } from './components/stage-skeleton.tsx'

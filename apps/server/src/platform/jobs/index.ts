/** Work that outlives a request: written in the transaction of the change, run at least once. */
export {
  defineJob,
  type EnqueueOptions,
  type HandleOptions,
  type JobContext,
  type JobDefinition,
  type JobHandler,
  type JobPool,
} from './job.ts'
export { type Jobs, type JobsOptions, openJobs } from './jobs.ts'
export { installJobs } from './queue.ts'
export { keepRepeating, type Repeated, type RepeatingParts } from './repeat.ts'
export type { LivingWorker, WaitingJob } from './waiting.ts'

export { fileCheckpoint, type Checkpoint } from './checkpoint.ts'
export { consume, type ConsumeOptions, type Consumer } from './consume.ts'
export { openJournal, type Journal, type JournalOptions } from './journal.ts'
export type { JournalRecord } from './reader.ts'

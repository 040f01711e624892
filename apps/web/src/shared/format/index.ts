export { captionParts } from './caption.ts'
export type { CaptionPart } from './caption.ts'
export { compactNumber, fileSize, monthAndYear, moment, percent, playTime, timeAgo } from './numbers.ts'

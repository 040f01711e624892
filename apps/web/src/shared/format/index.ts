export { amount, exactAmount, forDrawing, signedAmount, typedAmount, wholeCount } from './amounts.ts'
export { captionParts } from './caption.ts'
export type { CaptionPart } from './caption.ts'
export {
  compactMoney,
  compactNumber,
  fileSize,
  moment,
  money,
  monthAndYear,
  percent,
  playTime,
  timeAgo,
} from './numbers.ts'

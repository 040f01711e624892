export {
  amount,
  basisPointsText,
  exactAmount,
  forDrawing,
  microOf,
  signedAmount,
  typedAmount,
  wholeCount,
} from './amounts.ts'
export type { MicroText } from './amounts.ts'
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
  shortTime,
  timeAgo,
} from './numbers.ts'

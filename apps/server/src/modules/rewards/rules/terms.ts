import { z } from 'zod'

/** Whole basis points: 10,000 are one. */
const bps = (least: number, most: number) => z.int().min(least).max(most)

/** A published factor: what it is at its least and at its most. */
const bounds = z
  .strictObject({ leastBps: bps(0, 100_000), mostBps: bps(0, 100_000) })
  .refine(({ leastBps, mostBps }) => leastBps <= mostBps, 'the least is at most the most')

/** Positive decimal integers beyond what JSON numbers hold exactly. */
export const wholeText = z.string().regex(/^(0|[1-9]\d{0,29})$/)

/**
 * What a period of the fund is paid by. Frozen with the period and published in every statement; a change is a new
 * version. What the definition of a qualified view asks (5 s, feed, one a day) may be made stricter here, never weaker.
 */
export const fundTermsSchema = z.strictObject({
  version: z.int().min(1),
  view: z.strictObject({
    /** Visible time, unless the video was played whole. */
    leastWatchedMs: z.int().min(5000),
    leastVideoMs: z.int().min(0),
    mustBeOriginal: z.boolean(),
    /** So many qualified views of a video are its own business; those after them are paid. */
    viewsBeforePay: z.int().min(0),
  }),
  factors: z.strictObject({
    originality: bounds,
    playing: bounds,
    engagement: bounds,
    /** What one action counts. */
    actions: z.strictObject({
      ...{ like: z.int().min(0), comment: z.int().min(0), save: z.int().min(0), share: z.int().min(0) },
    }),
    /** Points for a hundred views that give the most. */
    fullPointsPerHundred: z.int().min(1),
    /** Views without action that every video-day is given, so that one like of one view is no engagement. */
    quietViews: z.int().min(0),
  }),
  split: z.strictObject({
    /** Pro rata; the rest goes where each viewer's own money went. */
    proRataBps: bps(0, 10_000),
    holdBackBps: bps(0, 10_000),
    /** What one viewer can weigh in a period at most, in millionths of a plain view. */
    viewerCapPpm: wholeText,
  }),
})
export type FundTerms = z.infer<typeof fundTermsSchema>

/** Version 1: a video of a minute, original, five seconds in the feed; half pro rata; 600 plain views for each viewer. */
export const defaultTerms: FundTerms = {
  version: 1,
  view: { leastWatchedMs: 5000, leastVideoMs: 60_000, mustBeOriginal: true, viewsBeforePay: 1000 },
  factors: {
    originality: { leastBps: 5000, mostBps: 10_000 },
    playing: { leastBps: 5000, mostBps: 15_000 },
    engagement: { leastBps: 9000, mostBps: 12_000 },
    actions: { like: 1, comment: 3, save: 3, share: 4 },
    fullPointsPerHundred: 30,
    quietViews: 50,
  },
  split: { proRataBps: 5000, holdBackBps: 1000, viewerCapPpm: '600000000' },
}

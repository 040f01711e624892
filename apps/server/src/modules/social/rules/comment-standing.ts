/** After this time a comment must have twice the likes to stand as high as a new one. */
const halfLifeMs = 172_800_000
/** The heart of the post's author counts as so many likes. */
const heartWorth = 3
/** 1.2816 standard deviations: one in ten comments is liked less than this says. */
const deviations = 1.2816

/**
 * What a comment's likes prove: the lower end of what it may be worth, the first decile of a gamma distribution with
 * one like more than it has (Wilson and Hilferty's approximation). Few likes prove little, none at all a tenth of one.
 */
const provenLikes = (likes: number): number => {
  const shape = likes + 1
  return shape * (1 - 1 / (9 * shape) - deviations / (3 * Math.sqrt(shape))) ** 3
}

/**
 * Where a comment stands among the top ones: higher is further up. The worth of likes halves with time, and because it
 * does so for all alike the order of two comments changes only with their likes: it can be kept and sorted by.
 *
 * @example standingOfComment({ likes: 2, hearted: false, createdMs })
 */
export const standingOfComment = (comment: {
  readonly likes: number
  readonly hearted: boolean
  readonly createdMs: number
}): number =>
  Math.log2(provenLikes(comment.likes + (comment.hearted ? heartWorth : 0))) + comment.createdMs / halfLifeMs

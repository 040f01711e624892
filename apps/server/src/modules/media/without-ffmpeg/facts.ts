import { z } from 'zod'

const count = z.number().min(0)
const durationMs = count.nullable()

/** What the child process says about a file that it could read. Numbers are the file's own claims. */
const factsSchema = z.object({
  video: z
    .object({
      /** Null: unknown to the library. */
      codec: z.string().nullable(),
      /** RFC 6381, as `avc1.640028`. */
      codecString: z.string().nullable(),
      width: count,
      height: count,
      rotation: z.literal([0, 90, 180, 270]),
      sampleAspect: z.number().positive(),
      framesPerSecond: count,
      frames: count,
      bitsPerSecond: count,
      durationMs,
    })
    .nullable(),
  audio: z
    .object({ codec: z.string().nullable(), channels: count, sampleRate: count, durationMs })
    .nullable(),
  durationMs,
})
export type Facts = z.infer<typeof factsSchema>

/** What the child says about the copy it made. */
const copySchema = z.object({ durationMs: count, hasAudio: z.boolean() })
export type Copy = z.infer<typeof copySchema>

/** The last line on the child's stdout. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('facts'), facts: factsSchema, bytes: count }),
  z.object({ kind: z.literal('copy'), copy: copySchema }),
  z.object({ kind: z.literal('unreadable'), reason: z.string() }),
])
export type Answer = z.infer<typeof answerSchema>

import { z } from 'zod'
import { cursor } from './shapes.ts'
import { action } from './telemetry.ts'

/** Where the person did it and in which zone they are, for the facts. Both may be left out. */
export const told = z.object({
  surface: action.shape.surface.default('other'),
  /** IANA name of the person's time zone. */
  timeZone: z.string().min(1).max(64).optional(),
  /** The shared address by which the person came to this post or its author; any other is not kept. */
  shareToken: z.string().max(64).optional(),
})

/** A page of a list. The cursor of the next one is null at the end. */
export const page = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(60).default(30),
})

/** When which post was served to whom: a view that names the slot cannot have watched for longer than since then. */
export interface ServedSlot {
  readonly servedMs: number
  readonly postId: string
  readonly viewerId: string
}

/** The slots that were served or asked for last, at most `limit`. Null: looked up and never served. */
export interface ServedSlots {
  get(slotId: string): ServedSlot | null | undefined
  set(slotId: string, slot: ServedSlot | null): void
  readonly size: number
}

export const servedSlots = (limit: number): ServedSlots => {
  const slots = new Map<string, ServedSlot | null>()
  return {
    get: (slotId) => slots.get(slotId),
    set: (slotId, slot) => {
      slots.delete(slotId)
      slots.set(slotId, slot)
      for (const oldest of slots.keys()) {
        if (slots.size <= limit) return
        slots.delete(oldest)
      }
    },
    get size() {
      return slots.size
    },
  }
}

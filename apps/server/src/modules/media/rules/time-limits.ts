/** Limits of real and of CPU time for a source of this length; two cores work at once. */
export const timeLimits = (durationMs: number): { wallMs: number; cpuSeconds: number } => {
  const seconds = durationMs / 1000
  return { wallMs: 60_000 + seconds * 12_000, cpuSeconds: Math.ceil(120 + seconds * 20) }
}

/** One thing that `busker doctor` looked at. A hint costs a feature; a fault keeps Busker from working. */
export interface Finding {
  readonly subject: string
  readonly state: 'ok' | 'hint' | 'fault'
  readonly found: string
  /** What the operator does about it. */
  readonly next?: string
}

/** The Busker that owns the data folder now. */
export interface Running {
  readonly processId: number
  /** Unknown while it starts. */
  readonly version: string | null
  readonly host: string | null
  readonly port: number | null
  readonly postgres: string | null
}

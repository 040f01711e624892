import type { ReactNode } from 'react'

const curtain = 'var(--color-curtain)'
const limelight = 'var(--color-limelight)'
const line = 'var(--color-line)'
const ink = 'var(--color-ink)'
const bottle = 'var(--color-bottle)'

/** The light from above and its pool on the pavement. */
const Spotlight = ({ opacity = 0.35 }: { opacity?: number }): ReactNode => (
  <>
    <path d="M112 0h16l62 150H50z" fill={limelight} opacity={opacity * 0.6} />
    <ellipse cx="120" cy="152" rx="78" ry="15" fill={limelight} opacity={opacity} />
  </>
)

const Hat = ({ y = 0 }: { y?: number }): ReactNode => (
  <g transform={`translate(0 ${y})`}>
    <path d="M87 124h66l-4 22c-2 9-13 12-29 12s-27-3-29-12z" fill={curtain} />
    <path d="M88.500 131h63l-1.700 9.500H90.200z" fill="#2a0f16" />
    <rect x="72" y="115" width="96" height="13" rx="6.500" fill={curtain} />
  </g>
)

const Coin = ({ className }: { className?: string }): ReactNode => (
  <g className={className}>
    <circle cx="120" cy="88" r="18" fill={limelight} stroke={ink} strokeWidth="2.5" />
    <path d="M115 80v16l13-8z" fill="#2a0f16" />
  </g>
)

const Microphone = ({ fallen = false }: { fallen?: boolean }): ReactNode => (
  <g transform={fallen ? 'rotate(72 120 150)' : undefined} stroke={ink} strokeWidth="5" strokeLinecap="round">
    <path d="M120 70v78M100 150h40" fill="none" />
    <rect x="108" y="34" width="24" height="36" rx="12" fill={curtain} />
    <path d="M109 48h22M109 57h22" strokeWidth="2.5" />
  </g>
)

const Note = ({ x, y }: { x: number; y: number }): ReactNode => (
  <path
    d={`M${x} ${y}v-22l14-4v22M${x} ${y}a5 4 0 1 1-10 0a5 4 0 1 1 10 0M${x + 14} ${y - 4}a5 4 0 1 1-10 0a5 4 0 1 1 10 0`}
    fill={bottle}
    stroke={bottle}
    strokeWidth="2.500"
  />
)

const scenes = {
  /** An open stage that waits for its first act. */
  stage: (
    <>
      <Spotlight />
      <Microphone />
      <Note x={66} y={96} />
      <Note x={166} y={76} />
    </>
  ),
  /** The hat after the last act: everything was seen. */
  hat: (
    <>
      <Spotlight />
      <Coin className="animate-drop motion-reduce:animate-none" />
      <Hat />
    </>
  ),
  /** Something fell over. */
  fallen: (
    <>
      <Spotlight opacity={0.18} />
      <Microphone fallen />
      <path
        d="M60 70l10 10M70 70L60 80M172 56l8 8M180 56l-8 8"
        stroke={line}
        strokeWidth="4"
        strokeLinecap="round"
      />
    </>
  ),
  /** The act is elsewhere: the light finds only a chalk circle. */
  lost: (
    <>
      <Spotlight />
      <ellipse
        cx="120"
        cy="152"
        rx="54"
        ry="9"
        fill="none"
        stroke={ink}
        strokeWidth="3"
        strokeDasharray="3 9"
        strokeLinecap="round"
      />
      <text
        x="120"
        y="116"
        textAnchor="middle"
        fontSize="64"
        fontWeight="700"
        fill={curtain}
        fontFamily="var(--font-display)"
      >
        404
      </text>
    </>
  ),
  /** A drawn curtain: not for these eyes. */
  curtain: (
    <>
      <path d="M36 22h168v10H36z" fill={ink} />
      {[0, 1, 2, 3, 4, 5].map((fold) => (
        <path
          key={fold}
          d={`M${40 + fold * 27} 32h27c-3 40 3 84 0 118c-9 5-18 5-27 0c3-40-3-80 0-118z`}
          fill={curtain}
          opacity={fold % 2 === 0 ? 1 : 0.82}
        />
      ))}
      <path d="M40 96c30 14 50 14 80 0c30 14 50 14 80 0" stroke={limelight} strokeWidth="5" fill="none" />
    </>
  ),
} as const satisfies Record<string, ReactNode>
export type SceneName = keyof typeof scenes

/** A drawing for an empty page. Ornament only: the words beside it say everything. */
const Scene = ({ name }: { name: SceneName }): ReactNode => (
  <svg viewBox="0 0 240 172" aria-hidden="true" className="w-60 max-w-full overflow-visible">
    {scenes[name]}
  </svg>
)

export default Scene

import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { encode } from 'uqr'

/** White around a code, in modules: cameras need it to find the code (ISO/IEC 18004). */
const quiet = 4

/** The address as a picture that a camera reads. It stays black on white in the dark, too, because cameras need that. */
const QrCode = ({ address }: { address: string }): ReactNode => {
  const { t } = useLingui()
  const { data, size } = encode(address, { ecc: 'M', border: 0 })
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')))
    .join('')
  const side = size + 2 * quiet
  return (
    <svg
      role="img"
      aria-label={t`Code for a camera that leads to this video`}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="mx-auto size-56 rounded-md bg-[#ffffff]"
    >
      <path d={path} fill="#120a0d" />
    </svg>
  )
}

export default QrCode

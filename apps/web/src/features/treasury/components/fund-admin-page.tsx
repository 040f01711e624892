import type { ReactNode } from 'react'
import { FundPreview } from './fund-preview.tsx'
import { TermsEditor } from './terms-form.tsx'
import { TreasuryFrame } from './treasury-frame.tsx'
import { VoidPart } from './void-form.tsx'

/** The creator fund, as its operator decides about it. */
const FundAdminPage = (): ReactNode => (
  <TreasuryFrame>
    <FundPreview />
    <VoidPart />
    <TermsEditor />
  </TreasuryFrame>
)

export default FundAdminPage

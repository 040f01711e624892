import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Closed } from '#shared/states'
import { Page } from '#shared/ui'
import { platformBoard } from '../boards.ts'
import { ActiveDaysChart } from '../charts/active-days-chart.tsx'
import { CoverageChart } from '../charts/coverage-chart.tsx'
import { CreationChart, FirstAudienceChart } from '../charts/creation-charts.tsx'
import { GrowthChart } from '../charts/growth-chart.tsx'
import { ReachChart } from '../charts/reach-chart.tsx'
import { RetentionTriangle } from '../charts/retention-triangle.tsx'
import { TrendsTable } from '../charts/trends-table.tsx'
import { BoardView } from './board-view.tsx'
import { QualityWarnings } from './quality-warnings.tsx'

const charts = {
  people: [GrowthChart, RetentionTriangle, ActiveDaysChart],
  creation: [CreationChart, FirstAudienceChart],
  spread: [ReachChart],
  trends: [TrendsTable],
  quality: [CoverageChart],
}

/** How the platform does, for its operators. */
const PlatformPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  if (me === null || (me && me.role !== 'operator'))
    return (
      <Closed
        isSignedIn={me !== null}
        text={<Trans>Only operators of this instance see its numbers.</Trans>}
      />
    )
  return (
    <Page
      title={t`Numbers`}
      width="wide"
      intro={<Trans>How this place does, and what to look at next.</Trans>}
    >
      <QualityWarnings isOperator={me?.role === 'operator'} />
      <BoardView
        board={platformBoard}
        scope={me ? { kind: 'platform' } : null}
        name="platform"
        charts={charts}
      />
    </Page>
  )
}

export default PlatformPage

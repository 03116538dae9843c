/** `/console/health`: what `mandate doctor` finds, without a shell. */

import { healthPage } from '../../pages/console/health.ts'
import { consolePage } from './page.ts'
import { sendConsole } from './visit.ts'

export const healthInConsole = consolePage({
  path: '/console/health',
  needs: 'settings:read',
  show: async ({ examine }, visit) => {
    const checks = examine === undefined ? null : await examine()
    return sendConsole(visit, healthPage({ ...visit.props, checks }))
  },
})

/** `docs/reliability.md`, from the reports of runs. */

import type { Report } from './report.ts'

export function documentOf(reports: readonly Report[]): string {
  return `${reports.length}`
}

/** A run, described for someone who has never heard of OAuth. */

import type { Exchange } from '../checker/history.ts'
import type { Violation } from '../checker/rules.ts'
import type { Run } from '../run.ts'
import { brokenIn, count, isShared } from './report.ts'

const MOST_SHOWN = 10

export function summaryOf(run: Run): string {
  const { conditions, storage, judged, notTried, faults, fates } = run
  const { work, violations } = judged
  const { kills, cuts } = brokenIn(run)
  const again = isShared(run)
    ? 'a pass was presented that had been presented before'
    : 'one had to ask again because no answer came'
  const verdict =
    violations.length === 0
      ? 'Nothing that was promised was lost, and nobody was logged out.'
      : `${count(violations.length)} promises were broken.`
  const rows: readonly (readonly [string, number])[] = [
    ...Object.entries(faults),
    ...Object.entries(fates).map(([fate, times]) => [`request ${fate}`, times ?? 0] as const),
    ['database connection cut', run.databaseCuts],
  ]
  return `${verdict}

${storage}, ${Math.round(work.stormMs / 1000)} s, seed ${conditions.seed}.
${count(kills)} times a program was killed or stopped without warning, ${count(cuts)} times a connection was
cut at a bad moment. Meanwhile programs acted for people in ${count(work.grants)} connections, and had their
passes renewed ${count(work.refreshes)} times; ${count(work.repeated)} times ${again}.
The longest time in which nobody got an answer was ${(work.longestOutageMs / 1000).toFixed(1)} s.
${count(work.thefts)} times a stolen pass was presented, ${count(work.revocations)} times an owner ended a connection; each was to be
dead from that moment on, on every server.

${rows.map(([name, times]) => `  ${count(times).padStart(9)}  ${name}`).join('\n')}
${notTried.map((what) => `  not tried: ${what}\n`).join('')}${violations.length > 0 ? `\n${violationsText(violations)}` : ''}`
}

function violationsText(violations: readonly Violation[]): string {
  const shown = violations.slice(0, MOST_SHOWN).map(({ rule, grant, says, evidence }) => {
    const lines = evidence.map((item) => `      ${evidenceText(item)}`)
    return [`  ${rule}: ${says}${grant === null ? '' : ` (grant ${grant})`}`, ...lines].join('\n')
  })
  const more = violations.length - MOST_SHOWN
  return `${shown.join('\n')}\n${more > 0 ? `  … and ${count(more)} more\n` : ''}`
}

/** One line per exchange; everything else is printed unchanged. */
function evidenceText(item: unknown): string {
  if (!isExchange(item)) return JSON.stringify(item)
  const { sent, answer } = item
  const { kind, generation, fingerprint } = sent.token
  const about = `${sent.endpoint} ${kind} generation ${generation} (${fingerprint})`
  const key = sent.key === null ? '' : ` key ${sent.key}`
  const said = [answer?.status, answer?.error, answer?.active].filter((part) => part != null)
  const successor = answer?.refresh ? ` → generation ${answer.refresh.generation}` : ''
  const at = `${sent.at.toFixed(1)} to ${answer?.at.toFixed(1) ?? 'never'} ms`
  return `${item.by} ${sent.id} at ${sent.to}: ${about}${key}: ${said.join(' ')}${successor}, ${at}`
}

function isExchange(item: unknown): item is Exchange {
  return typeof item === 'object' && item !== null && 'sent' in item && 'sentAt' in item
}

/** Audit events as commands show them. */

import type { AuditEvent } from '../../audit/event.ts'
import { type Style, table } from '../terminal.ts'

/** `auditDays` is how long events are kept, where that is known. */
export function eventsText(
  style: Style,
  events: readonly AuditEvent[],
  { auditDays }: { readonly auditDays?: number } = {},
): string {
  const columns = ['WHEN (UTC)', 'WHAT', 'BY', 'FROM', 'CONCERNS']
  if (events.length > 0) return table(style, columns, events.map(eventCells))
  const kept = auditDays === undefined ? '' : ` Events are kept for ${auditDays} days.`
  return `No such event is recorded.${kept}`
}

/** When, what, by whom, from where, concerning whom. */
export function eventCells({
  at,
  kind,
  outcome,
  by,
  from,
  about,
  details,
  count,
}: AuditEvent): string[] {
  const failed = outcome === 'failure' && count === undefined ? ' (refused)' : ''
  const much = count === undefined ? '' : ` ×${count}`
  const actor = by === undefined ? '' : [by.kind, by.id].filter(Boolean).join(' ')
  const parties = Object.values(about).filter((id) => id !== by?.id)
  const more = Object.values(details).map((value) =>
    typeof value === 'object' ? value.join(' ') : value,
  )
  return [
    at.slice(0, 19).replace('T', ' '),
    `${kind}${failed}${much}`,
    actor,
    from?.network ?? '',
    [...parties, ...more].join(' '),
  ]
}

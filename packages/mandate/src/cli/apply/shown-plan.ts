/** A plan as text, like a diff. */

import type { Change } from '../../apply/plan.ts'
import type { Style } from '../terminal.ts'
import { printable } from '../terminal.ts'

const SIGN = { add: '+', change: '~', remove: '-' } as const
const LONGEST = 160

export function planText(style: Style, changes: readonly Change[]): string {
  const paint = { add: style.good, change: style.strong, remove: style.bad } as const
  return changes
    .map(({ noun, id, action, members, notices }) => {
      const width = Math.max(0, ...members.map(({ name }) => name.length))
      const lines = members.map(({ name, from, to }) => {
        const values = [from, to].filter((value) => value !== undefined).map(shown)
        const gone = to === undefined ? `${values[0]} → (nothing)` : values.join(' → ')
        return `    ${name.padEnd(width)}  ${gone}`
      })
      const said = notices.map((notice) => `    ${style.strong('!')} ${printable(notice)}`)
      return [paint[action](`${SIGN[action]} ${noun} ${printable(id)}`), ...lines, ...said].join(
        '\n',
      )
    })
    .join('\n\n')
}

/** `Plan: 2 to add, 1 to change, 0 to remove; what the file does not name stays.` */
export function summary(changes: readonly Change[]): string {
  const count = (action: Change['action']) =>
    changes.filter((change) => change.action === action).length
  return `${count('add')} to add, ${count('change')} to change, ${count('remove')} to remove; what the file does not name stays.`
}

function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? '')
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`
}

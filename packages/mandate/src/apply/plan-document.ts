import type { Change } from './plan.ts'

/** A plan as JSON: for `--json` and the admin API. Secrets are only ever references. */
export function planDocument(changes: readonly Change[]) {
  return {
    changes: changes.map(({ noun, id, action, members, notices }) => ({
      ...{ noun, id, action },
      members: members.map(({ name, from, to }) => ({
        name,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      })),
      notices,
    })),
  }
}

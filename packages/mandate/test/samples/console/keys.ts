import type { KeysProps } from '../../../src/pages/console/keys.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, now, owner } from './operators.ts'

const keys: Sample<KeysProps> = {
  ...owner,
  keys: [
    ['a0b1c2d3', 'token', 'active', 400, 3],
    ['00ff00ff', 'token', 'next', 1, 2],
    ['11223344', 'token', 'retiring', 400, 3],
    ['99887766', 'token', 'retired', 700, 0],
    ['5ea15ea1', 'seal', 'active', 40, 3],
    ['NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', 'RSA', 'active', 40, 3],
    ['q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C', 'EC', 'active', 40, 1],
  ].map(([id, slot, state, days, heldBy]) => ({
    ...({ id, slot, state, heldBy } as Pick<
      KeysProps['keys'][number],
      'id' | 'slot' | 'state' | 'heldBy'
    >),
    since: now - Number(days) * DAY,
    isOld: state === 'active' && Number(days) > 335,
  })),
  ...{ nodes: 3, canRotate: true },
}

export const list: Readonly<Record<string, Sample<KeysProps>>> = {
  plain: keys,
  'as auditor': { ...keys, ...as('auditor') },
  'from a command, before a server serves': {
    ...keys,
    ...{ nodes: 0, canRotate: false },
    keys: keys.keys.map((key) => ({ ...key, heldBy: 0 })),
  },
}

import type { SettingsProps } from '../../../src/pages/console/settings.ts'
import type { Sample } from '../sample.ts'
import { hostile, long, owner } from './operators.ts'

const defaults = [
  {
    ...{ name: 'port', value: '9400', source: null },
    meaning: 'The TCP port to listen on; 0 for any free one.',
  },
  {
    ...{ name: 'access_token_seconds', value: '300 s (5 minutes)', source: null },
    meaning: 'How long an access token is good.',
  },
]

export const list: Readonly<Record<string, Sample<SettingsProps>>> = {
  plain: {
    ...owner,
    settings: [
      {
        ...{ name: 'issuer', value: 'https://login.example.com', source: 'MANDATE_ISSUER' },
        meaning: 'The address of this server, as clients know it.',
      },
      {
        ...{ name: 'database', value: 'postgres://mandate:***@db.internal/mandate' },
        ...{ source: '/etc/mandate/mandate.yaml:4', meaning: 'Where the data is kept.' },
      },
      {
        ...{ name: 'scopes', source: 'declared by ines.moreau@example.com on 3 March 2026' },
        ...{
          value: JSON.stringify({ all: hostile, read: long }),
          meaning: 'What clients ask for.',
        },
      },
      ...defaults,
    ],
  },
  'nothing set': { ...owner, settings: defaults },
  'of another program': { ...owner, settings: null },
}

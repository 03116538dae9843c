import type { LoginProps, MadeProps, SetupProps } from '../../../src/pages/console/setup.ts'
import type { Sample } from '../sample.ts'
import { hostile, long, owner } from './operators.ts'

const open = { isDone: false, problem: null }
const empty: Sample<SetupProps> = {
  ...owner,
  server: {
    values: { issuer: 'http://localhost:9400', brand_name: 'Mandate', brand_color: '' },
    ...{ fixed: {}, problems: {} },
  },
  api: { ...open, typed: { name: '', uri: '' } },
  client: { ...open, typed: { name: '', redirect_uri: '' } },
}

export const setup: Readonly<Record<string, Sample<SetupProps>>> = {
  empty,
  done: {
    ...empty,
    server: {
      ...empty.server,
      values: { issuer: 'https://login.example.com', brand_name: 'Acme', brand_color: '#205080' },
      fixed: { issuer: '/etc/mandate/mandate.yaml:1' },
    },
    api: { ...empty.api, isDone: true },
    client: { ...empty.client, isDone: true },
  },
  refused: {
    ...empty,
    server: {
      values: { issuer: 'login.example.com', brand_name: hostile, brand_color: 'red' },
      fixed: {},
      problems: {
        issuer:
          'issuer is "login.example.com"; give the address with https://, and nothing after the host',
        brand_color: 'brand_color is "red"; give six hexadecimal digits, such as #93302b',
      },
    },
    api: {
      isDone: false,
      problem:
        'The resource URI must be absolute (RFC 8707 §2); give one such as https://api.example.com.',
      typed: { name: long, uri: 'notes' },
    },
    client: {
      isDone: false,
      problem: 'The redirect URI https://app.example.com/#x has a fragment; leave it out.',
      typed: { name: hostile, redirect_uri: 'https://app.example.com/#x' },
    },
  },
}

const made: MadeProps['made'] = {
  ...{ kind: 'client', name: 'Ledgerline', id: 'client_0190c1d2e3f40a1b2c3d4e5f60718293' },
  secret: 'mdt_cs_4sV8Hq0n2rT6wXyZbCdEfGhJkLmNpQrS',
  lines: [
    {
      about: 'Its developer needs the client id, the secret and this address of the sign-in:',
      line: 'https://login.example.com/oauth2/authorize?response_type=code&client_id=client_0190c1d2&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback',
    },
  ],
}

export const shown: Readonly<Record<string, Sample<MadeProps>>> = {
  client: { ...owner, made },
  'api with a long name': { ...owner, made: { ...made, kind: 'api', name: `${long} ${hostile}` } },
}

export const login: Readonly<Record<string, Sample<LoginProps>>> = {
  worked: {
    ...owner,
    login: {
      ...{ is: 'worked', user: 'ines.moreau@example.com', scope: 'all' },
      ...{ seconds: 300, hasRefreshToken: true },
    },
  },
  denied: { ...owner, login: { is: 'failed', because: 'access_denied' } },
  lost: { ...owner, login: { is: 'failed', because: null } },
}

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { offeredScopes } from '../oidc/scopes.ts'
import { wayKinds } from '../ways/ways.ts'
import { catalogues } from '../words/choose.ts'
import type { SettingsSources } from './given.ts'
import { readSettings } from './in-force.ts'
import { SettingsRefused } from './refused.ts'

const wayNames = wayKinds.map(({ kind }) => kind).join(', ')
/** Described in words of ours. */
const OPENID_SCOPES = offeredScopes({ openid: true, scopes: {} })
const places: string[] = []
after(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true })
})

/** A working directory with a `mandate.yaml`, if there are lines for one. */
function directory(lines?: string): string {
  const place = mkdtempSync(join(tmpdir(), 'mandate-settings-'))
  places.push(place)
  if (lines !== undefined) writeFileSync(join(place, 'mandate.yaml'), lines)
  return place
}

function read(sources: Partial<SettingsSources> & { readonly file?: string } = {}) {
  const { file, ...given } = sources
  return readSettings({
    flags: {},
    environment: {},
    workingDirectory: directory(file),
    ...given,
  })
}

function problems(sources: Parameters<typeof read>[0]): readonly string[] {
  try {
    read(sources)
  } catch (error) {
    if (error instanceof SettingsRefused) return error.problems
    throw error
  }
  return []
}

describe('precedence', () => {
  test('without anything said, the defaults of the table hold', () => {
    const workingDirectory = directory()
    const settings = read({ workingDirectory })
    assert.equal(settings.issuer, 'http://127.0.0.1:9400')
    assert.equal(settings.data, join(workingDirectory, 'mandate-data'))
    assert.equal(settings.database, join(workingDirectory, 'mandate-data', 'mandate.db'))
    assert.equal(settings.accessTokenSeconds, 300)
    assert.equal(settings.codeSeconds, 60)
    assert.equal(settings.refreshTokenSeconds, 365 * 24 * 60 * 60)
    assert.equal(settings.defaultScope, 'all')
  })

  test('a flag wins over a variable, a variable over the file', () => {
    const environment = { MANDATE_CODE_SECONDS: '20', MANDATE_PORT: '2000' }
    const file = 'code_seconds: 10\nport: 1000\nbrand_name: Acme\n'
    const settings = read({ flags: { code_seconds: '30' }, environment, file })
    assert.deepEqual([settings.codeSeconds, settings.port, settings.brandName], [30, 2000, 'Acme'])
  })

  test('an empty variable is one that was not set', () => {
    assert.equal(read({ environment: { MANDATE_PORT: '' }, file: 'port: 1000' }).port, 1000)
  })

  test('the file may be in the data directory, and its paths are relative to it', () => {
    const workingDirectory = directory()
    const data = join(workingDirectory, 'here')
    mkdirSync(data)
    writeFileSync(join(data, 'mandate.yaml'), 'database: other.db\n')
    const settings = read({ workingDirectory, flags: { data: 'here' } })
    assert.equal(settings.database, join(data, 'other.db'))
  })

  test('a PostgreSQL URL is no path', () => {
    const database = 'postgres://mandate:opensesame@db.example/mandate'
    assert.equal(read({ environment: { MANDATE_DATABASE: database } }).database, database)
    assert.equal(read({ file: `database: ${database}\n` }).database, database)
  })

  test('lists have commas between and maps are JSON, where they come as text', () => {
    const settings = read({
      environment: {
        MANDATE_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
        MANDATE_SCOPES: '{"all": "Everything", "read": "Look"}',
        MANDATE_DEFAULT_SCOPE: 'read',
        MANDATE_TOKEN_PARAMETERS_IN_QUERY: 'true',
      },
    })
    assert.deepEqual(settings.trustedProxies, ['10.0.0.0/8', '::1'])
    assert.deepEqual(settings.scopes, { all: 'Everything', read: 'Look', ...OPENID_SCOPES })
    assert.equal(settings.tokenParametersInQuery, true)
  })

  test('a scope has one description, or one for each language of the pages', () => {
    const scopes = { all: { en: 'Everything', sv: 'Allt' }, read: { en: 'Look' }, write: 'Write' }
    assert.deepEqual(read({ file: `scopes: ${JSON.stringify(scopes)}\n` }).scopes, {
      ...scopes,
      ...OPENID_SCOPES,
    })
    const ours = Object.values(catalogues).map(({ language, permissions }) => [
      language,
      permissions.scopes.all,
    ])
    assert.deepEqual(read({}).scopes, { all: Object.fromEntries(ours), ...OPENID_SCOPES })
    assert.deepEqual(read({ file: 'openid: false\n' }).scopes, { all: Object.fromEntries(ours) })
    const own = read({ file: 'scopes: {all: All, openid: Sign you in}\n' }).scopes
    assert.equal(own['openid'], 'Sign you in')
  })
})

describe('the ways to sign in', () => {
  const password = { password: { way: 'password' } }

  test('are in the file or, as JSON or YAML on one line, in a variable', () => {
    assert.deepEqual(read({}).signIn, { ...password, passkey: { way: 'passkey' } })
    assert.deepEqual(read({ file: 'sign_in:\n  password:\n' }).signIn, password)
    for (const MANDATE_SIGN_IN of ['{"password": {}}', '{password: {}}', 'password: {}']) {
      assert.deepEqual(read({ environment: { MANDATE_SIGN_IN } }).signIn, password)
    }
  })

  test('are refused with the line and column of what is wrong within them', () => {
    const file = 'sign_in:\n  password:\n    length: 12\n  acme:\n    label: Acme\n'
    assert.deepEqual(problems({ file }), [
      'mandate.yaml:3:5: sign_in.password.length is no member of password; its members are verify_url, verify_secret, verify_secret_file, verify_provider',
      `mandate.yaml:4:3: sign_in.acme.way is missing; give one of ${wayNames}`,
    ])
    assert.deepEqual(problems({ environment: { MANDATE_SIGN_IN: '{acme: {way: opensesame}}' } }), [
      `MANDATE_SIGN_IN: sign_in.acme.way is "opensesame"; give one of ${wayNames}`,
    ])
    const [noMap = ''] = problems({ environment: { MANDATE_SIGN_IN: 'opensesame' } })
    assert.match(noMap, /^MANDATE_SIGN_IN is .*; give a map from a name/)
    assert.doesNotMatch(noMap, /opensesame/)
  })
})

describe('a wrong setting', () => {
  test('is named with line and column, and with what would be right', () => {
    assert.deepEqual(problems({ file: '# ours\n\naccess_token_seconds: "5m"\n' }), [
      'mandate.yaml:3:23: access_token_seconds is "5m"; give a whole number of seconds from 10 to 86400; 5m is 300',
    ])
  })

  test('is named by its variable or its flag', () => {
    assert.deepEqual(problems({ environment: { MANDATE_PORT: '70000' } }), [
      'MANDATE_PORT is 70000; give a whole number from 0 to 65535',
    ])
    assert.deepEqual(problems({ flags: { log_level: 'loud' } }), [
      '--log-level is "loud"; give debug, info, warn, error or silent',
    ])
  })

  test('never comes alone where several are wrong', () => {
    const found = problems({
      flags: { port: 'http' },
      environment: { MANDATE_ISSUER: 'login' },
      file: 'code_seconds: 1\nbrandname: Acme\n',
    })
    const named = ['--port', 'MANDATE_ISSUER', 'mandate.yaml:1:15', 'mandate.yaml:2:1']
    for (const place of named)
      assert.equal(
        found.some((one) => one.startsWith(place)),
        true,
        place,
      )
    assert.equal(found.length, named.length)
  })

  test('with a mistyped name gets the name that was meant (SCENARIO 68)', () => {
    assert.deepEqual(problems({ file: 'port: 1000\nacess_token_seconds: 60\n' }), [
      'mandate.yaml:2:1: there is no setting acess_token_seconds; did you mean access_token_seconds?',
    ])
    assert.deepEqual(problems({ environment: { MANDATE_ISUER: 'https://a.example' } }), [
      'MANDATE_ISUER: there is no such variable; did you mean MANDATE_ISSUER?',
    ])
  })

  test('does not show the password of a database', () => {
    const database = 'postgres://mandate:opensesame@db.example/'
    const found = [
      ...problems({ environment: { MANDATE_DATABASE: database } }),
      ...problems({ environment: { MANDATE_DATABASE: `${database}x?password=opensesame` } }),
      ...problems({ environment: { MANDATE_ISSUER: database } }),
      ...problems({ file: `log_level: ${database}\n` }),
      ...problems({ file: `database: [ ${database}\n` }),
    ]
    assert.equal(found.length >= 5, true)
    assert.doesNotMatch(found.join('\n'), /opensesame/)
    assert.match(found[0] ?? '', /^MANDATE_DATABASE is .*; give it with the name of the database/)
  })

  test('does not show that password as a proxy, a host or a path either', () => {
    const database = 'postgres://mandate:opensesame@db.example/mandate'
    const found = [
      ...problems({ flags: { trusted_proxies: database } }),
      ...problems({ flags: { host: database } }),
      ...problems({ flags: { config: database } }),
    ]
    assert.equal(found.length, 3)
    assert.doesNotMatch(found.join('\n'), /opensesame/)
  })

  test('may be a YAML alias that leads nowhere, in a circle, or to a billion copies', () => {
    for (const value of ['*nobody', '&a {all: *a}', '&a [*a]']) {
      assert.match(problems({ file: `scopes: ${value}\n` })[0] ?? '', /^mandate\.yaml:1:/, value)
    }
    const doubled = Array.from({ length: 30 }, (_, i) => `&a${i} [*a${i - 1}, *a${i - 1}]`)
    const file = `scopes: [&a-1 [], ${doubled.join(', ')}]\n`
    assert.match(problems({ file })[0] ?? '', /^mandate\.yaml:1:9: scopes is/)
    assert.match(
      problems({ environment: { MANDATE_SCOPES: '&a {all: *a}' } })[0] ?? '',
      /^MANDATE_SCOPES is/,
    )
  })

  test('may be a settings file that is a directory, or a name that no file can have', () => {
    for (const config of ['.', '', 'x'.repeat(5_000)]) {
      assert.match(problems({ flags: { config } })[0] ?? '', /^--config: .* cannot be read \(E/)
    }
    assert.match(
      problems({ flags: { data: 'x'.repeat(5_000) } })[0] ?? '',
      /^mandate\.yaml: .* cannot be read \(ENAMETOOLONG\)/,
    )
  })

  test('in a file that is no YAML is found by line and column', () => {
    assert.match(problems({ file: 'port: 1000\n  host: [\n' })[0] ?? '', /^mandate\.yaml:\d+:\d+: /)
    assert.match(problems({ file: '- port\n' })[0] ?? '', /^mandate\.yaml:1:1: /)
    assert.match(
      problems({ file: 'port: 1000\nport: 2000\n' })[0] ?? '',
      /^mandate\.yaml:2:1: this name is here twice/,
    )
    assert.match(
      problems({ flags: { config: 'none.yaml' } })[0] ?? '',
      /there is no file "none\.yaml"/,
    )
  })

  test('may be a scope without a description, in English above all, or in a language of no page', () => {
    for (const all of ['', ' ', '{}', '{sv: Allt}', '{en: "", sv: Allt}', '{en: 1}', '[en]']) {
      assert.match(problems({ file: `scopes: {all: ${all}}\n` })[0] ?? '', /; give a /, all)
    }
    assert.match(
      problems({ file: 'scopes: {all: {en: All, nb: Alt}}\n' })[0] ?? '',
      /; give the description of "all" in en, sv, de, fr, es, ar; pages are in no language "nb"$/,
    )
  })

  test('may be a default scope without a description', () => {
    assert.deepEqual(problems({ file: 'default_scope: read\n' }), [
      'mandate.yaml:1:16: default_scope is "read"; give scope tokens that are listed in scopes (all)',
    ])
    // Every object has a member of this name, but nobody described it.
    assert.equal(problems({ flags: { default_scope: 'toString' } }).length, 1)
  })

  test('may be a missing issuer if other machines can connect', () => {
    assert.match(
      problems({ flags: { host: '0.0.0.0' } })[0] ?? '',
      /issuer is not set; give issuer/,
    )
    const issuer = 'https://login.example.com'
    assert.equal(read({ flags: { host: '0.0.0.0', issuer } }).issuer, issuer)
  })
})

describe('the issuer', () => {
  for (const [issuer, remedy] of [
    ['login.example.com', 'an https:// URL, such as https://login.example.com'],
    ['ftp://login.example.com', 'an https:// URL, such as https://login.example.com'],
    ['http://login.example.com', 'an https:// URL; http:// is for loopback addresses only'],
    ['https://login.example.com/', 'it without the slash at its end'],
    ['https://login.example.com?', 'it without query and fragment'],
    ['https://login.example.com/a#b', 'it without query and fragment'],
    ['https://me@login.example.com', 'it without a user name'],
    ['HTTPS://Login.example.com', 'it as https://login.example.com'],
    ['https://login.example.com:443', 'it as https://login.example.com'],
    ['https://example.com/login', 'it without a path: https://example.com on a host of its own'],
    ['http://127.0.0.1.evil.test', 'an https:// URL; http:// is for loopback addresses only'],
  ]) {
    test(`${issuer} is refused`, () => {
      const [problem = ''] = problems({ flags: { issuer: issuer ?? '' } })
      assert.equal(problem.endsWith(`; give ${remedy}`), true, problem)
    })
  }

  for (const issuer of [
    'https://login.example.com',
    'https://example.com:8443',
    'http://127.0.0.1:9400',
    'http://localhost:9400',
    'http://[::1]:9400',
  ]) {
    test(`${issuer} stays as it is`, () => assert.equal(read({ flags: { issuer } }).issuer, issuer))
  }
})

test('trusted proxies are addresses or networks', () => {
  for (const trusted of ['10.0.0.1', '10.0.0.0/8', '2001:db8::/32', '::1']) {
    assert.deepEqual(read({ flags: { trusted_proxies: trusted } }).trustedProxies, [trusted])
  }
  for (const wrong of ['proxy', '10.0.0.0/33', '10.0.0', '10.0.0.1/x', '::1/129', '1.2.3.4/8/9']) {
    assert.equal(problems({ flags: { trusted_proxies: wrong } }).length, 1, wrong)
  }
})

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { readSettings, readSettingsInForce } from './in-force.ts'
import { SettingsRefused } from './refused.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-variables-'))
after(() => rmSync(folder, { recursive: true }))

const sourcesOf = (environment: Readonly<Record<string, string>>) => ({
  flags: {},
  environment,
  workingDirectory: folder,
})

function problems(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(sourcesOf(environment))
  } catch (error) {
    if (error instanceof SettingsRefused) return error.problems
    throw error
  }
  return []
}

describe('a variable that is no setting', () => {
  for (const [variable, meant] of [
    ['MANDATE_DATABASE_URL', 'MANDATE_DATABASE'],
    ['MANDATE_DB', 'MANDATE_DATABASE'],
    ['MANDATE_ISSUER_URL', 'MANDATE_ISSUER'],
    ['MANDATE_DATA_DIR', 'MANDATE_DATA'],
    ['MANDATE_CONFIG_FILE', 'MANDATE_CONFIG'],
    ['MANDATE_ACCESS_TOKEN_TTL', 'MANDATE_ACCESS_TOKEN_SECONDS'],
    ['MANDATE__PORT', 'MANDATE_PORT'],
    ['mandate_database', 'MANDATE_DATABASE'],
    ['Mandate_Port', 'MANDATE_PORT'],
    ['MANDATE.ISSUER', 'MANDATE_ISSUER'],
    ['MANDTE_DATABASE', 'MANDATE_DATABASE'],
    ['MANADTE_DATABASE_FILE', 'MANDATE_DATABASE'],
  ] as const) {
    test(`${variable} is refused with the name that was meant`, () => {
      assert.deepEqual(problems({ [variable]: 'postgres://mandate:opensesame@db/mandate' }), [
        `${variable}: there is no such variable; did you mean ${meant}?`,
      ])
    })
  }

  test('is refused also where no setting is called nearly so', () => {
    const [problem = ''] = problems({ MANDATE_FOO: 'x' })
    assert.match(problem, /^MANDATE_FOO: there is no such variable; remove it, or see which there/)
  })

  test('is nobody’s business where it is another program’s', () => {
    assert.deepEqual(
      problems({ DATABASE_URL: 'x', PORT: '80', MANAGE_PORT: 'x', MAN_DATA: 'x' }),
      [],
    )
  })
})

test('what Kubernetes sets for a Service called mandate, or mandate-something, is not taken for a setting', () => {
  const environment = {
    MANDATE_PORT: 'tcp://10.43.161.118:9400',
    MANDATE_PORT_9400_TCP: 'tcp://10.43.161.118:9400',
    MANDATE_PORT_9400_TCP_PROTO: 'tcp',
    MANDATE_PORT_9400_TCP_PORT: '9400',
    MANDATE_PORT_9400_TCP_ADDR: '10.43.161.118',
    MANDATE_SERVICE_HOST: '10.43.161.118',
    MANDATE_SERVICE_PORT: '9400',
    MANDATE_SERVICE_PORT_HTTP: '9400',
    MANDATE_METRICS_PORT: 'tcp://[fd00::5]:9464',
    MANDATE_METRICS_SERVICE_HOST: 'fd00::5',
    MANDATE_METRICS_SERVICE_PORT_PROMETHEUS: '9464',
    MANDATE_DATABASE_PORT: 'tcp://10.43.0.9:5432',
    MANDATE_DATABASE_PORT_5432_TCP_ADDR: '10.43.0.9',
    MANDATE_DATABASE_SERVICE_HOST: '10.43.0.9',
    MANDATE_DNS_PORT: 'udp://10.43.0.10:53',
  }
  const { settings, ignoredVariables } = readSettingsInForce(sourcesOf(environment))
  assert.deepEqual([settings.port, settings.metricsPort], [9400, null])
  assert.deepEqual(ignoredVariables, Object.keys(environment).sort())
  const withFile = { ...environment, MANDATE_PORT_FILE: join(folder, 'port') }
  writeFileSync(join(folder, 'port'), '9500\n')
  assert.equal(readSettings(sourcesOf(withFile)).port, 9500)
})

test('an empty variable counts as none, but not where it says who we are and where the data is', () => {
  assert.equal(readSettings(sourcesOf({ MANDATE_PORT: '', MANDATE_BRAND_NAME: '' })).port, 9400)
  for (const variable of [
    'MANDATE_ISSUER',
    'MANDATE_DATA',
    'MANDATE_DATABASE',
    'MANDATE_CONFIG',
    'MANDATE_DATABASE_FILE',
    'MANDATE_PORT_FILE',
  ]) {
    assert.match(problems({ [variable]: '' })[0] ?? '', RegExp(`^${variable} is empty; give `))
  }
})

describe('a setting in a file of its own', () => {
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  test('is the content of the file, without the end of its line', () => {
    const database = 'postgres://mandate:opensesame@db.example/mandate'
    const environment = {
      MANDATE_DATABASE_FILE: write('database', `${database}\n`),
      MANDATE_PORT_FILE: write('port', '9500\r\n'),
      MANDATE_ISSUER_FILE: write('issuer', 'https://login.example.com'),
      MANDATE_SCOPES_FILE: write('scopes', 'all: Everything\nread: Look\n'),
      MANDATE_OPENID_FILE: write('openid', 'false\n'),
      MANDATE_DATA_FILE: write('data', 'elsewhere\n'),
    }
    const { settings, sources } = readSettingsInForce(sourcesOf(environment))
    const { database: read, port, issuer, scopes, data } = settings
    assert.deepEqual([read, port, issuer], [database, 9500, 'https://login.example.com'])
    assert.deepEqual(scopes, { all: 'Everything', read: 'Look' })
    assert.equal(data, join(folder, 'elsewhere'))
    assert.equal(sources.get('port'), `MANDATE_PORT_FILE (${join(folder, 'port')})`)
  })

  test('is refused together with the setting’s variable', () => {
    const environment = { MANDATE_PORT: '9400', MANDATE_PORT_FILE: write('port', '9500') }
    assert.deepEqual(problems(environment), [
      'MANDATE_PORT and MANDATE_PORT_FILE are both set; remove one of them',
    ])
  })

  test('is named where it is missing, empty, a directory, without an end, or a database', () => {
    mkdirSync(join(folder, 'directory'))
    for (const [path, problem] of [
      [join(folder, 'none'), /\/none\): there is no such file; give the path of a file that holds/],
      [write('empty', '\n'), /\/empty\): the file is empty/],
      [join(folder, 'directory'), /\/directory\): the file cannot be read \(EISDIR\)/],
      ['/dev/zero', /\(\/dev\/zero\): the file is too large/],
      [
        write('m.db', 'SQLite format 3\0'),
        /this is an SQLite database; name it in MANDATE_DATABASE/,
      ],
      [
        write('lines', 'a\nb\n'),
        /\/lines\): what the file holds is not right; give it on one line/,
      ],
      [write('quoted', '"/srv/m.db"\n'), /\/quoted\): .* give it without the quotes/],
    ] as const) {
      const [found = ''] = problems({ MANDATE_DATABASE_FILE: path })
      assert.match(found, /^MANDATE_DATABASE_FILE \(/)
      assert.match(found, problem)
    }
  })

  test('never shows what it holds, nor a value that was given in place of a path', () => {
    for (const environment of [
      { MANDATE_PORT_FILE: write('secret', 'opensesame') },
      { MANDATE_DATABASE_FILE: write('secret', 'opensesame') },
      { MANDATE_DATABASE_FILE: 'postgres://mandate:opensesame@db.example/mandate' },
      { MANDATE_DATABASE_FILE: 'host=h password=opensesame' },
      { MANDATE_CONFIG: 'host=h password=opensesame' },
    ]) {
      const [found = ''] = problems(environment)
      assert.match(found, /^MANDATE_(PORT_FILE|DATABASE_FILE|CONFIG)/)
      assert.doesNotMatch(found, /opensesame/)
    }
  })
})

test('what the driver of PostgreSQL would read is refused where it changed the connection in silence', () => {
  const MANDATE_DATABASE = 'postgres://mandate@db.example/mandate'
  for (const [variables, problem] of [
    [{ PGSSLMODE: 'verify-full' }, /^PGSSLMODE: it is not read here; .*\?sslmode=/],
    [{ PGPORT: '6432' }, /^PGPORT: it is not read here; write the port into the URL/],
    [{ PGOPTIONS: '-c search_path=x' }, /^PGOPTIONS: it is not read here/],
  ] as const) {
    const [found = ''] = problems({ MANDATE_DATABASE, ...variables })
    assert.match(found, problem)
    // Of no interest to a database that is a file.
    assert.deepEqual(problems({ ...variables }), [])
  }
  const said = `${MANDATE_DATABASE.replace('example', 'example:5432')}?sslmode=verify-full`
  assert.deepEqual(
    problems({
      MANDATE_DATABASE: said,
      PGSSLMODE: 'disable',
      PGPORT: '1',
      PGPASSWORD: 'x',
      PGHOST: 'h',
    }),
    [],
  )
  const [unchecked = ''] = problems({ MANDATE_DATABASE: said, NODE_TLS_REJECT_UNAUTHORIZED: '0' })
  assert.match(unchecked, /^NODE_TLS_REJECT_UNAUTHORIZED is 0, so sslmode=verify-full would check/)
})

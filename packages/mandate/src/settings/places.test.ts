import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { readSettings } from './in-force.ts'
import { SettingsRefused } from './refused.ts'

const folder = mkdtempSync(join(tmpdir(), 'mandate-places-'))
after(() => rmSync(folder, { recursive: true }))

function problemsOf(name: 'MANDATE_DATABASE' | 'MANDATE_DATA' | string, value: string) {
  try {
    readSettings({ flags: {}, environment: { [name]: value }, workingDirectory: folder })
  } catch (error) {
    if (error instanceof SettingsRefused) return error.problems
    throw error
  }
  return []
}

describe('a database that cannot be meant', () => {
  for (const [value, remedy] of [
    ['host=h dbname=m user=u password=opensesame', /in place of this list of parameters$/],
    ['Server=h;Database=m;User Id=u;Pwd=opensesame', /in place of this list of parameters$/],
    ['password = opensesame host = h', /in place of this list of parameters$/],
    ['jdbc:postgresql://h/m?user=u&password=opensesame', /a URL that begins so: postgres:\/\//],
    ['postgresql+asyncpg://u:opensesame@h/m', /a URL that begins so: postgres:\/\//],
    ['pgsql://u:opensesame@h/m', /a URL that begins so: postgres:\/\//],
    ['mysql://u:opensesame@h/m', /there are no other kinds of database$/],
    ['mongodb+srv://u:opensesame@h/m', /there are no other kinds of database$/],
    ['postgres:/u:opensesame@h/m', /give postgres:\/\/USER:PASSWORD@HOST/],
    ['postgres:u:opensesame@h/m', /give postgres:\/\/USER:PASSWORD@HOST/],
    ['postgres//u:opensesame@h/m', /or the path of an SQLite file without @$/],
    ['u:opensesame@h/m', /there are no other kinds|SQLite file without @$/],
    ['postgres://u:open sesame@h/m', /written as %23/],
    ['postgres://u:opensesame', /with # \/ \? @ : % and blanks in a password written as/],
    ['postgres://u:open#sesame@h/m', /written as %23/],
    ['postgres://u:opensesame@h/m?sslmode=disable&sslmode=verify-full', /parameter sslmode once$/],
    ['postgres://u:opensesame@h/m?host=other', /with one host, not with two$/],
    ['postgres://u:$(PASSWORD)@h/m', /in place of the placeholder$/],
    ['"postgres://u:opensesame@h/m"', /give it without the quotes around it$/],
    ["'/srv/mandate.db'", /give it without the quotes around it$/],
    [' /srv/mandate.db', /give it without the blanks around it$/],
    ['/srv/mandate.db\r', /give it without the blanks around it$/],
    ['/srv/man\ndate.db', /give it on one line/],
    ['file:///srv/mandate.db', /give the path alone: \/srv\/mandate\.db$/],
    ['file:mandate.db?mode=rwc', /give the path of the file alone$/],
    ['sqlite:///srv/mandate.db', /give the path alone: \/srv\/mandate\.db$/],
    ['sqlite:////srv/mandate.db', /give the path alone: \/srv\/mandate\.db$/],
    ['sqlite3:mandate.db', /give the path alone: mandate\.db$/],
    [':memory:', /a database in memory would lose everything/],
    ['/srv/mandate.db?mode=ro', /a path without \$ % \* \?/],
    ['/srv/mandate/', /this one ends as a directory$/],
    ['.', /this one ends as a directory$/],
    [tmpdir(), /names a directory; give/],
    ['/dev/null', /names no regular file; give/],
    ['~/mandate.db', /nobody replaces ~ here$/],
    ['$HOME/mandate.db', /a path without \$/],
    ['$DATABASE_URL', /in place of the placeholder$/],
    ['$(DATABASE_URL)', /in place of the placeholder$/],
    ['C:\\data\\mandate.db', /with \/ in place of|no other kinds/],
    ['undefined', /this word is what a program writes that has none$/],
    ['null', /this word is what a program writes that has none$/],
    ['sqlite', /give \.\/NAME for a file of that name in this folder, or postgres:/],
    ['localhost:5432/mandate', /give the path of an SQLite file, or postgres:/],
    ['db.example.com/mandate', /give \.\/NAME for a file of that name in this folder, or/],
    ['opensesame!', /give \.\/NAME for a file of that name in this folder, or postgres:/],
  ] as const) {
    test(`${JSON.stringify(value)} is refused with what to write, and its password is not shown`, () => {
      const found = problemsOf('MANDATE_DATABASE', value)
      assert.equal(found.length, 1)
      assert.match(found[0] ?? '', /^MANDATE_DATABASE (is|names) /)
      assert.match(found[0] ?? '', remedy)
      assert.doesNotMatch(found[0] ?? '', /open ?#?sesame/)
    })
  }

  for (const value of [
    '/srv/mandate.db',
    './mandate',
    '../data/mandate.sqlite',
    'other.db',
    'data/other.db',
    '/srv/with blank/mandate.db',
    'postgres://u:opensesame@h/m',
    'postgresql://u@h:5432/m?sslmode=verify-full',
    'postgres:///m?host=/run/postgresql',
  ]) {
    test(`${value} is one`, () => assert.deepEqual(problemsOf('MANDATE_DATABASE', value), []))
  }
})

test('a data directory that cannot be meant is refused, and its password is not shown', () => {
  for (const value of [
    'postgres://u:opensesame@h/m',
    'host=h password=opensesame',
    'file:///srv/mandate',
    '~/mandate',
    '$HOME/mandate',
    '--json',
    '=data',
    '/srv/mandate/mandate.db',
    '/etc/mandate.yaml',
    '"data"',
    'undefined',
  ]) {
    const found = problemsOf('MANDATE_DATA', value)
    assert.equal(found.length, 1, value)
    assert.match(found[0] ?? '', /^MANDATE_DATA is .*; give /)
    assert.doesNotMatch(found[0] ?? '', /opensesame/)
  }
  mkdirSync(join(folder, 'here'))
  for (const value of ['here', 'here/', './here', '/srv/mandate', 'not-yet']) {
    assert.deepEqual(problemsOf('MANDATE_DATA', value), [])
  }
})

test('a host is an address or a name, without what belongs to a URL', () => {
  for (const [value, remedy] of [
    ['http://localhost', 'a host without a scheme, a path or a prefix length'],
    ['localhost:9400', 'a host without a port, which is a setting of its own'],
    ['0.0.0.0:9400', 'a host without a port, which is a setting of its own'],
    ['10.0.0.0/8', 'a host without a scheme, a path or a prefix length'],
    ['[::]', 'an IPv6 address without brackets'],
    ['*', '0.0.0.0 for every address of this machine'],
    ['127.1', 'an IPv4 address with all of its four numbers'],
  ] as const) {
    for (const name of ['MANDATE_HOST', 'MANDATE_METRICS_HOST']) {
      assert.deepEqual(problemsOf(name, value), [`${name} is "${value}"; give ${remedy}`])
    }
  }
})

test('a password that went into another setting is not taken, and not shown', () => {
  for (const name of ['MANDATE_BRAND_NAME', 'MANDATE_LOG_LEVEL', 'MANDATE_TRUSTED_PROXIES']) {
    for (const value of ['postgres://u:opensesame@h/m', 'host=h password=opensesame']) {
      const [found = ''] = problemsOf(name, value)
      assert.match(found, RegExp(`^${name} is .*; give `), value)
      assert.doesNotMatch(found, /opensesame/)
    }
  }
  assert.deepEqual(problemsOf('MANDATE_BRAND_NAME', 'Acme @ Home'), [])
})

test('a map that names one thing twice, or has a tag in it, is no map', () => {
  for (const scopes of ['{"all":"One","all":"Two"}', 'all: !env ALL', '{all: One']) {
    assert.match(problemsOf('MANDATE_SCOPES', scopes)[0] ?? '', /; give a map from scope token to/)
  }
})

test('a duration or a word for yes is refused with what it would be', () => {
  assert.match(problemsOf('MANDATE_ACCESS_TOKEN_SECONDS', '5m')[0] ?? '', /; 5m is 300$/)
  assert.match(problemsOf('MANDATE_SESSION_SECONDS', '7 days')[0] ?? '', /; 7 days is 604800$/)
  for (const yes of ['yes', 'on', '1', 'TRUE', 'True']) {
    const [found = ''] = problemsOf('MANDATE_TOKEN_PARAMETERS_IN_QUERY', yes)
    assert.match(found, /; give true or false$/)
  }
})

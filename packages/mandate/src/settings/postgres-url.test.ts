import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { postgresUrlProblem } from './postgres-url.ts'

describe('a database URL', () => {
  for (const url of [
    'postgres://mandate:secret@db.example:5432/mandate',
    'postgresql://db.example/mandate?sslmode=verify-full',
    'POSTGRES://u:p%40ss%2Fw%23rd%25@[::1]/mandate?sslmode=verify-ca&sslrootcert=/etc/ca.pem',
    'postgres:///mandate?host=/var/run/postgresql&application_name=node-1',
  ]) {
    test(`may be ${url}`, () => assert.equal(postgresUrlProblem(url), undefined))
  }

  const wrong: Readonly<Record<string, RegExp>> = {
    'postgres:db.example/mandate': /^postgres:\/\/USER:PASSWORD@/,
    'postgres://u:p#ss@db.example/mandate': /a password written as %23/,
    'postgres://u:100%@db.example/mandate': /a password written as %23/,
    'postgres://u:p/w@db.example/mandate': /a password written as %23/,
    'postgres://db.example': /the name of the database at its end/,
    'postgres://db.example/': /the name of the database at its end/,
    'postgres:///mandate': /it with a host/,
    'postgres://db.example/mandate?sslmode=prefer': /disable, require, verify-ca, verify-full/,
    'postgres://db.example/mandate?sslmode=verify-ca': /sslrootcert=FILE/,
    'postgres://db.example/mandate?pgbouncer=true': /without the parameter "pgbouncer"/,
    'postgres://db.example/mandate?password=secret': /without the parameter "password"/,
  }
  for (const [url, remedy] of Object.entries(wrong)) {
    test(`may not be ${url}`, () => assert.match(postgresUrlProblem(url) ?? '', remedy))
  }
})

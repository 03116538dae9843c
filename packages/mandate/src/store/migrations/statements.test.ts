import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { migrations } from './all.ts'
import { onlyAdds, statementsIn } from './statements.ts'

const migration = (text: string) => ({ number: 1, name: 'some', text })
const kindOf = (text: string) => statementsIn(migration(text)).map(({ kind }) => kind)

describe('the statements of a migration', () => {
  it('are all recognized in the migrations there are', () => {
    for (const one of migrations) {
      for (const { kind, text } of statementsIn(one)) assert.notEqual(kind, 'other', text)
    }
  })

  it('are told apart by what they do', () => {
    const statements = statementsIn(
      migration(`
        CREATE TABLE pets (id TEXT NOT NULL PRIMARY KEY) /*table options*/;
        CREATE INDEX pets_id
          ON pets (id);
        UPDATE grants SET pet = 'none' WHERE pet IS NULL;`),
    )
    assert.deepEqual(
      statements.map(({ kind, table }) => [kind, table]),
      [
        ['create table', 'pets'],
        ['create index', 'pets'],
        ['change rows', 'grants'],
      ],
    )
    assert.equal(statements[1]?.text, 'CREATE INDEX pets_id ON pets (id)')
  })

  it('of an unknown form are never taken for harmless', () => {
    for (const text of [
      'ALTER TABLE grants ALTER COLUMN scope TYPE BYTES',
      'ALTER TABLE grants ADD COLUMN pet TEXT NOT NULL',
      'ALTER TABLE grants ADD COLUMN pet TEXT UNIQUE',
      'ALTER TABLE grants ADD COLUMN pet BIGINT DEFAULT random()',
      'ALTER TABLE grants ADD CONSTRAINT fed CHECK (pet IS NOT NULL)',
      'LOCK TABLE grants',
    ]) {
      assert.deepEqual(kindOf(text), ['other'], text)
      assert.equal(onlyAdds(migration(text)), false, text)
    }
  })

  it('only add where programs that do not know them miss nothing', () => {
    for (const [text, adds] of [
      ['ALTER TABLE grants ADD COLUMN pet TEXT', true],
      ["ALTER TABLE grants ADD COLUMN pet TEXT NOT NULL DEFAULT 'none'", true],
      ['CREATE INDEX grants_scope ON grants (scope)', true],
      ['CREATE UNIQUE INDEX grants_scope ON grants (scope)', false],
      ['CREATE TABLE pets (id TEXT); CREATE UNIQUE INDEX pets_id ON pets (id)', true],
      [
        'ALTER TABLE grants ADD COLUMN pet TEXT; CREATE UNIQUE INDEX grants_pet ON grants (pet)',
        true,
      ],
      [
        'ALTER TABLE grants ADD COLUMN pet BIGINT NOT NULL DEFAULT 0; CREATE UNIQUE INDEX grants_pet ON grants (pet)',
        false,
      ],
      [
        'ALTER TABLE grants ADD COLUMN pet TEXT; CREATE UNIQUE INDEX grants_pet ON grants (pet, scope)',
        false,
      ],
      ['ALTER TABLE grants DROP COLUMN scope', false],
      ['ALTER TABLE grants RENAME COLUMN scope TO scopes', false],
      ['DROP TABLE consents', false],
      ['DROP INDEX grants_client_id_id', false],
      ['UPDATE grants SET scope = 1', false],
    ] as const) {
      assert.equal(onlyAdds(migration(text)), adds, text)
    }
  })
})

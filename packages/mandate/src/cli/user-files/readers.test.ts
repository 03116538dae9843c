import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { UsageRefused } from '../command.ts'
import { createCsvReader } from './csv.ts'
import type { ReadRecord, RecordReader } from './format.ts'
import { createJsonLinesReader } from './json-lines.ts'
import { LONGEST_RECORD, linesOf } from './lines.ts'

/** Reads text that arrives in chunks of this many characters. */
async function readAll(
  reader: RecordReader,
  text: string,
  size = 7,
): Promise<readonly ReadRecord[]> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
  }
  const records: ReadRecord[] = []
  for await (const lines of linesOf(pieces())) {
    for (const line of lines) records.push(...reader.read(line))
  }
  return [...records, ...reader.end()]
}

const nothing: ReadonlySet<string> = new Set()
const csv = (text: string, ignored = nothing) => readAll(createCsvReader(ignored), text)
const json = (text: string, ignored = nothing) => readAll(createJsonLinesReader(ignored), text)

/** The numbers of the lines that are records, and of those that are not. */
function places(read: readonly ReadRecord[]) {
  return {
    records: read.flatMap((one) => ('record' in one ? one.line : [])),
    refused: read.flatMap((one) => ('reason' in one ? one.line : [])),
  }
}

describe('CSV', () => {
  test('quotes, line breaks in quotes and CRLF are read as in RFC 4180', async () => {
    const read = await csv('subject,name\r\n1,"a, ""b"""\r\n2,"two\r\nlines"\r\n3,plain\r\n')
    assert.deepEqual(read, [
      { line: 2, record: { subject: '1', name: 'a, "b"' } },
      { line: 3, record: { subject: '2', name: 'two\nlines' } },
      { line: 5, record: { subject: '3', name: 'plain' } },
    ])
  })

  test('semicolons and tabs also separate columns, and column names may be in capitals', async () => {
    for (const delimiter of [';', '\t']) {
      const read = await csv(['Subject,NAME', '1,Ada'].join('\n').replaceAll(',', delimiter))
      assert.deepEqual(read, [{ line: 2, record: { subject: '1', name: 'Ada' } }])
    }
  })

  test('a stray quote makes only its own line invalid', async () => {
    const good = Array.from({ length: 5_000 }, (_, index) => `${index},Name of a person`)
    const lines = ['subject,name', ...good.slice(0, 10), '7,"Ada', ...good.slice(10), '8,"B', '9,C']
    assert.deepEqual(places(await csv(lines.join('\n'))).refused, [12, 5_003])
    assert.equal(places(await csv(lines.join('\n'))).records.length, 5_001)
  })

  test('two stray quotes make only their own lines invalid', async () => {
    const read = await csv('subject,name\n1,"Ada\n2,Bea\n3,"Cleo\n4,Dora\n')
    assert.deepEqual(places(read), { records: [3, 5], refused: [2, 4] })
  })

  test('a line with too many or too few columns is refused', async () => {
    assert.deepEqual(places(await csv('subject,name\n1\n2,Ada\n3,Ada,x\n\n')), {
      records: [3],
      refused: [2, 4],
    })
  })

  test('unknown columns are named, unless they are ignored or may be user data', async () => {
    await assert.rejects(csv('subject,phone,fax\n'), (error) => {
      assert.ok(error instanceof UsageRefused)
      assert.match(
        error.message,
        /unknown columns: phone, fax\. Known columns are email, .*--ignore NAME/,
      )
      return true
    })
    await assert.rejects(csv('subject,$2b$10$abc\n'), /unknown columns: \(no name\)/)
    const read = await csv('subject,phone\n1,555\n', new Set(['phone']))
    assert.deepEqual(read, [{ line: 2, record: { subject: '1' } }])
  })

  test('a file that is empty, has no header or has a column twice is refused', async () => {
    await assert.rejects(csv('ada@example.com,Ada\n'), /first line must name the columns: email,/)
    await assert.rejects(csv('subject,subject\n'), /names the column subject twice/)
    await assert.rejects(csv(''), /is empty/)
  })
})

describe('JSON lines', () => {
  test('each line is one object, and blank lines are ignored', async () => {
    assert.deepEqual(await json('{"subject":"1"}\r\n\n{"subject":"2","disabled":true}'), [
      { line: 1, record: { subject: '1' } },
      { line: 3, record: { subject: '2', disabled: true } },
    ])
  })

  test('a line that is not an object or has unknown members is refused without quoting it', async () => {
    const read = await json('{"subject":"$2b$10$x\n["a"]\n7\n{"phone":1}\n{"__proto__":{}}\n{}\n')
    assert.deepEqual(places(read), { records: [6], refused: [1, 2, 3, 4, 5] })
    assert.doesNotMatch(JSON.stringify(read), /2b/)
    assert.match(JSON.stringify(read[3]), /unknown members: phone/)
    assert.deepEqual(places(await json('{"phone":1}', new Set(['phone']))).records, [1])
  })

  test('a JSON document is refused with the command that converts it to lines', async () => {
    await assert.rejects(json('[{"subject":"1"}]\n'), /jq -c/)
    await assert.rejects(json('{\n  "subject": "1"\n}\n'), /jq -c/)
  })
})

test('an endless line is refused, and the next one is read', async () => {
  const long = 'x'.repeat(LONGEST_RECORD * 3)
  const text = `subject,name\n1,${long}\n2,Ada\n`
  assert.deepEqual(places(await readAll(createCsvReader(nothing), text, 10_000)), {
    records: [3],
    refused: [2],
  })
})

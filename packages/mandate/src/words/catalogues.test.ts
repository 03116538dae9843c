import assert from 'node:assert/strict'
import { test } from 'node:test'
import { picturesIn } from '../../test/gallery.ts'
import { en, type Words } from './en/en.ts'
import { sv } from './sv/sv.ts'

/** Every text by its path, such as `signIn.button`. Placeholders print their own names. */
function textsOf(words: Words): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const collect = (value: unknown, place: string) => {
    if (typeof value === 'string') found.set(place, value)
    else if (typeof value === 'function')
      found.set(place, [value(placeholders)].flat(Infinity).join(''))
    else for (const [name, inner] of entries(value)) collect(inner, `${place}.${name}`)
  }
  for (const [name, inner] of entries(words)) collect(inner, name)
  return found
}

const entries = (value: unknown) =>
  Object.entries(value ?? {}).filter(
    ([name]) => !['language', 'direction', 'inWords'].includes(name),
  )

const around = (name: string) => (words: string) => `<${name} ${words}>`
const placeholders = {
  ...{ app: '<app>', brand: '<brand>', client: '<client>', day: '<day>', email: '<email>' },
  ...{ host: '<host>', token: '<token>', apis: ['<api 1>', '<api 2>', '<api 3>'] },
  ...{ account: around('account'), code: around('code') },
  ...{ link: around('link'), metadata: around('metadata') },
  ...{ days: 7, seconds: 130, times: 4, unused: 90 * 86_400 },
}

const english = textsOf(en)
const placeholdersIn = (text = '') => (text.match(/<\w+( \d)?|\d+/g) ?? []).toSorted()

test('every text is used on a page', () => {
  const read = new Set<string>()
  picturesIn(recorded(en, read))
  // The error codes share one page.
  const unread = [...english.keys()].filter(
    (place) => !place.startsWith('codes.') && !read.has(place),
  )
  assert.deepEqual(unread, [])
})

test('Swedish has its own version of every text, with the same placeholders', () => {
  const swedish = textsOf(sv)
  const same = [...english].filter(([place, text]) => swedish.get(place) === text)
  assert.deepEqual(same, [['account.app', 'App']])
  for (const [place, text] of english) {
    assert.deepEqual(placeholdersIn(swedish.get(place)), placeholdersIn(text), place)
  }
})

test('Swedish counts, dates and lists as Swedes do', () => {
  const { inWords } = sv
  const noon = Date.UTC(2026, 2, 3, 12) / 1000
  assert.equal(inWords.exactly(noon), '3 mars 2026 kl. 12:00 UTC')
  assert.equal(inWords.ago(noon - 3 * 86_400, noon), 'för 3 dagar sedan')
  assert.equal(inWords.span(365 * 86_400), 'ett år')
  assert.equal(inWords.span(90 * 86_400), '90 dagar')
  assert.equal(inWords.list(['a', 'b', 'c']).join(''), 'a, b och c')
  assert.equal(sv.account.connected({ times: 1_000 }), 'Ansluten 1\u00a0000 gånger')
})

/** The same catalogue, but `read` receives the path of each text that is used. */
function recorded<Value extends object>(words: Value, read: Set<string>, inside = ''): Value {
  return new Proxy(words, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver)
      const place = `${inside}${String(name)}`
      if (typeof value === 'object' && value !== null) return recorded(value, read, `${place}.`)
      read.add(place)
      return value
    },
  })
}

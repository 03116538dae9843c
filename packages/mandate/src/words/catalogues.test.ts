import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailsIn, picturesIn } from '../../test/gallery.ts'
import { ar } from './ar/ar.ts'
import { catalogues } from './choose.ts'
import { de } from './de/de.ts'
import { en, type Words } from './en/en.ts'
import { es } from './es/es.ts'
import { fr } from './fr/fr.ts'
import { type Language, languages } from './languages.ts'
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
  ...{ newEmail: '<newEmail>', domains: '<domains>', terms: around('terms') },
  ...{
    host: '<host>',
    name: '<name>',
    provider: '<provider>',
    person: '<person>',
    token: '<token>',
    apis: ['<api 1>', '<api 2>', '<api 3>'],
  },
  ...{ place: '<place>', publisher: '<publisher>', permission: '<permission>' },
  ...{ permissions: ['<permission 1>', '<permission 2>', '<permission 3>'] },
  characters: 15,
  ...{ account: around('account'), code: around('code') },
  ...{ link: around('link'), metadata: around('metadata'), passkey: '<passkey>' },
  ...{ name: '<name>', time: '<time>', way: '<way>' },
  ...{ ago: '<ago>', browser: '<browser>', network: '<network>', count: 3 },
  ...{ days: 7, seconds: 130, times: 4, unused: 90 * 86_400 },
}

const english = textsOf(en)
// Thousands are grouped differently, or not at all.
const placeholdersIn = (text = '') =>
  (text.replace(/(\d)[.,\u202f\u00a0](\d{3})/g, '$1$2').match(/<\w+( \d)?|\d+/g) ?? []).toSorted()

test('every text is used on a page', () => {
  const read = new Set<string>()
  picturesIn(recorded(en, read))
  mailsIn(recorded(en, read))
  // The error codes share one page.
  const unread = [...english.keys()].filter(
    (place) => !place.startsWith('codes.') && !read.has(place),
  )
  assert.deepEqual(unread, [])
})

/** Texts that another language writes as English does. */
const alike: Readonly<Partial<Record<Language, readonly string[]>>> = {
  sv: [],
  de: ['accountNav.apps', 'passkeys.title', 'consentChoices.website', 'refusedRequests.client'],
  fr: ['refusedRequests.client'],
  es: [],
  ar: [],
}

const others = languages.filter((language) => language !== 'en')
const inEnglish = (words: Words) =>
  entries(words).flatMap(([area, texts]) => (texts === entriesOfEnglish.get(area) ? [area] : []))
const entriesOfEnglish = new Map(entries(en))

test('every area is in every language', () => {
  const missing = others.flatMap((language) =>
    inEnglish(catalogues[language]).map((area) => `${area} in ${language}`),
  )
  assert.deepEqual(missing, [])
})

for (const language of others) {
  test(`${language} has its own version of every text, with the same placeholders`, () => {
    const areas = inEnglish(catalogues[language])
    const own = [...english].filter(([place]) => !areas.includes(place.split('.')[0] ?? ''))
    const texts = textsOf(catalogues[language])
    const same = own.filter(([place, text]) => texts.get(place) === text).map(([place]) => place)
    assert.deepEqual(same.toSorted(), alike[language]?.toSorted())
    for (const [place, text] of own) {
      assert.deepEqual(placeholdersIn(texts.get(place)), placeholdersIn(text), place)
    }
  })
}

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

test('the others too', () => {
  const noon = Date.UTC(2026, 2, 3, 12) / 1000
  const told = ({ inWords }: Words) => [
    inWords.exactly(noon),
    inWords.ago(noon - 86_400, noon),
    inWords.span(90 * 86_400),
    inWords.number(12_345),
    inWords.list(['a', 'b', 'c']).join(''),
  ]
  assert.deepEqual(told(de), [
    '3. März 2026 um 12:00 UTC',
    'vor 1 Tag',
    '90 Tage',
    '12.345',
    'a, b und c',
  ])
  assert.deepEqual(told(fr), [
    '3 mars 2026 à 12:00 UTC',
    'il y a 1 jour',
    '90 jours',
    '12\u202f345',
    'a, b et c',
  ])
  assert.deepEqual(told(es), [
    '3 de marzo de 2026 a las 12:00 UTC',
    'hace 1 día',
    '90 días',
    '12.345',
    'a, b y c',
  ])
  assert.deepEqual(told(ar).slice(1), ['قبل يوم واحد', '90 يومًا', '12,345', 'a وb وc'])
})

test('French keeps its punctuation on the line of the word before it', () => {
  const loose = [...textsOf(fr)].filter(([, text]) => /« | [»?!:;]/.test(text))
  assert.deepEqual(loose, [])
})

test('Arabic has six forms for a number', () => {
  const days = (count: number) => ar.inWords.span(count * 86_400)
  assert.deepEqual([1, 2, 3, 11, 100, 102].map(days), [
    'يوم واحد',
    'يومين',
    '3 أيام',
    '11 يومًا',
    '100 يوم',
    '102 يوم',
  ])
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

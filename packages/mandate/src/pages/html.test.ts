import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { html, type Printable, unescaped } from './html.ts'

/** Text as a browser reads it from an attribute or an element, with all references decoded. */
const read = (source: string) =>
  source.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

test('text is escaped, in an element and in an attribute', () => {
  const hostile = `"><script>alert('1')</script>&`
  const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;'
  assert.equal(
    String(html`<p title="${hostile}">${hostile}</p>`),
    `<p title="${escaped}">${escaped}</p>`,
  )
})

test('no text can break out of its place, and every text is preserved', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = String(html`${text}`)
      assert.doesNotMatch(shown, /[<>"']|&(?!#\d+;)/)
      assert.equal(read(shown), text)
    }),
  )
})

test('a character reference in text stays text', () => {
  assert.equal(String(html`${'&lt;b&#62;'}`), '&#38;lt;b&#38;#62;')
})

test('HTML inside HTML is not escaped a second time, and lists are joined', () => {
  const name = html`<b>${'A & B'}</b>`
  assert.equal(String(html`<p>${name}</p>`), '<p><b>A &#38; B</b></p>')
  assert.equal(
    String(html`<p>${[name, ', ', [name, '<']]}</p>`),
    '<p><b>A &#38; B</b>, <b>A &#38; B</b>&#60;</p>',
  )
})

test('null, undefined and false print nothing, and a number prints itself', () => {
  assert.equal(String(html`<p>${null}${undefined}${false}${[null]}${''}${0}</p>`), '<p>0</p>')
})

test('no character before a value switches escaping off', () => {
  for (const before of ['!', '$', '\\', '`']) {
    const literals = Object.assign([before, ''], { raw: [before, ''] })
    assert.equal(String(html(literals, '<i>')), `${before}&#60;i&#62;`)
  }
})

test('a value cannot inject a part of the template', () => {
  assert.equal(String(html`<p>${'$1$&'}${'b'}</p>`), '<p>$1$&#38;b</p>')
})

test('lookalikes of HTML, and values that are not text, do not compile', () => {
  type Refuses<Value> = Value extends Printable ? false : true
  const refused: readonly true[] = [
    true satisfies Refuses<() => string>,
    true satisfies Refuses<{ toString(): string }>,
    true satisfies Refuses<Date>,
    true satisfies Refuses<true>,
  ]
  assert.equal(refused.length, 4)
})

test('a trusted constant is not escaped', () => {
  assert.equal(String(html`<p>${unescaped('<svg/>')}</p>`), '<p><svg/></p>')
})

test('no page has a value where escaping is not enough', () => {
  const folder = new URL('./', import.meta.url)
  for (const file of readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    const source = readFileSync(new URL(file, folder), 'utf8')
    assert.doesNotMatch(
      source,
      /\s[\w-]+='?\$\{/,
      `${file}: an attribute that is not in double quotes`,
    )
    assert.doesNotMatch(source, /<\/?\$\{|<!-/, `${file}: the name of a tag, or a comment`)
    assert.doesNotMatch(source, /<style|\son\w+="[^"]*\$\{/, `${file}: a style or a script`)
  }
})

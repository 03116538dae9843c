import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, unescaped } from './markup.ts'

test('text is escaped, in an element and in an attribute', () => {
  const hostile = `"><script>alert('1')</script>&`
  const shown = String(html`<p title="${hostile}">${hostile}</p>`)
  assert.ok(!shown.includes('<script>'))
  assert.equal(shown.match(/&#34;&#62;&#60;script&#62;/g)?.length, 2)
})

test('a fragment inside a page is not escaped a second time', () => {
  const name = html`<b>${'A & B'}</b>`
  assert.equal(String(html`<p>${name}</p>`), '<p><b>A &#38; B</b></p>')
  assert.equal(String(html`<p>${[name, name]}</p>`).match(/<b>/g)?.length, 2)
})

test('an exclamation mark before a value does not switch escaping off', () => {
  assert.equal(String(html`<p>Welcome!${'<i>'}</p>`), '<p>Welcome&#33;&#60;i&#62;</p>')
  assert.equal(String(html`<p>Welcome!${html`<i></i>`}</p>`), '<p>Welcome&#33;<i></i></p>')
})

test('nothing prints nothing, and a number prints itself', () => {
  assert.equal(String(html`<p>${null}${undefined}${0}</p>`), '<p>0</p>')
})

test('a file of this folder can be taken as it stands', () => {
  assert.equal(String(html`<p>${unescaped('<svg/>')}</p>`), '<p><svg/></p>')
})

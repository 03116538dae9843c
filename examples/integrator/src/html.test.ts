import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from './html.ts'

test('text is escaped, in an element and in an attribute, and HTML is not', () => {
  const note = `"><script>alert('1')</script>&`
  const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;'
  const item = html`<li title="${note}">${note}</li>`
  assert.equal(String(item), `<li title="${escaped}">${escaped}</li>`)
  assert.equal(String(html`<ul>${[item, item]}${undefined}</ul>`), `<ul>${item}${item}</ul>`)
})

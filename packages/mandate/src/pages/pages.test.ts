import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consolePictures } from '../../test/console-gallery.ts'
import { pictures } from '../../test/gallery.ts'
import { samples as accountSamples } from '../../test/samples/account.ts'
import { brand } from '../../test/samples/brand.ts'
import { samples as consentSamples } from '../../test/samples/consent.ts'
import { samples as signInSamples } from '../../test/samples/sign-in.ts'
import { en } from '../words/en/en.ts'
import { appsPage } from './account/apps.ts'
import { assets } from './assets.ts'
import { consentPage } from './consent.ts'
import { signInPage } from './sign-in.ts'

const tags = (html: string, name: string) => html.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? []
const words = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

for (const { name, html } of [...pictures, ...consolePictures]) {
  test(`${name} is one document with a language, a title and one main heading`, () => {
    assert.match(html, /^<!DOCTYPE html>\n<html lang="(?:en" dir="ltr|ar" dir="rtl)">/)
    assert.equal(tags(html, 'h1').length, 1)
    assert.equal(tags(html, 'main').length, 1)
    assert.match(html, /<title>[^<]+ · [^<]+<\/title>/)
    assert.doesNotMatch(html, /undefined|\[object|NaN|Invalid Date/)
  })

  test(`${name} labels every field and has no id twice`, () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const field of tags(html, 'input').filter((tag) => !tag.includes('type="hidden"'))) {
      const id = / id="([^"]+)"/.exec(field)?.[1]
      assert.ok(html.includes(`<label for="${id}">`), field)
    }
    for (const [, id] of html.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)) {
      assert.ok(ids.includes(id), `aria refers to ${id}`)
    }
  })

  test(`${name} needs nothing that its policy forbids, and asks for assets that exist`, () => {
    assert.doesNotMatch(html, /<[^>]+\s(?:style|on\w+)="/)
    const addresses = [...html.matchAll(/"\/assets\/([^?"]+)\?v=([^"]+)"/g)]
    const usesPasskeys = html.includes('data-passkey=')
    assert.ok(addresses.length >= (usesPasskeys ? 3 : 2))
    for (const [, asset = '', hash] of addresses) {
      assert.equal((assets.get(asset) ?? brand.assets.get(asset))?.hash, hash)
    }
    const goesOn = html.includes('<iframe') && html.includes('id="next"')
    const isConsole = html.includes('class="console-page"')
    const scripts = name.startsWith('form-post.') || usesPasskeys || goesOn || isConsole ? 1 : 0
    assert.equal(tags(html, 'script').length, scripts)
  })
}

test('the consent page answers questions in the order a careful user asks them', () => {
  const page = words(
    consentPage({ ...(consentSamples['some scopes'] ?? assert.fail()), words: en }),
  )
  const order = [
    'Ledgerline',
    'app.ledgerline.example',
    '3 March 2025',
    'jo.martin@example.com',
    'Not you?',
    'See your invoices',
    'Invoices , Contacts and Archive',
    '90 days',
    'your account',
    'Deny',
    'Allow',
  ]
  const places = order.map((text) => page.indexOf(text))
  assert.ok(!places.includes(-1), `missing: ${order.filter((_, n) => places[n] === -1)}`)
  assert.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
  )
})

test('allow and deny are equal buttons, with the names that tools know', () => {
  const page = consentPage({ ...(consentSamples['plain'] ?? assert.fail()), words: en })
  const [deny = '', allow = ''] = tags(page, 'button').filter((tag) => tag.includes('"decision"'))
  assert.match(deny, /name="decision" value="deny"/)
  assert.equal(allow, deny.replace('deny', 'allow'))
})

test('sign-in has the field names that tools know and keeps what was typed, except the password', () => {
  const page = signInPage({ ...(signInSamples['wrong credentials'] ?? assert.fail()), words: en })
  const field = (name: string) => tags(page, 'input').find((tag) => tag.includes(`name="${name}"`))
  assert.match(field('email') ?? '', /autocomplete="username".*value="jo\.martin@example\.com"/)
  assert.match(field('password') ?? '', /type="password".*autocomplete="current-password"/)
  assert.doesNotMatch(field('password') ?? '', /value=/)
})

test('after a failed sign-in, the field refers to the reason, which says what to do', () => {
  const page = signInPage({ ...(signInSamples['nothing entered'] ?? assert.fail()), words: en })
  const invalid = tags(page, 'input').filter((tag) => tag.includes('aria-invalid="true"'))
  assert.equal(invalid.length, 2)
  for (const field of invalid) assert.match(field, /aria-describedby="problem"/)
  assert.match(page, /role="alert" id="problem"/)
  assert.match(words(page), /Enter your e-mail address and your password\./)
  const waiting = words(signInPage({ ...(signInSamples['wait'] ?? assert.fail()), words: en }))
  assert.match(waiting, /Wait 3 minutes, then try again\. Your account is not locked\./)
})

test('each app on the account page has its own button, which names it', () => {
  const page = appsPage({ ...(accountSamples['plain'] ?? assert.fail()), words: en })
  const forms = page.match(/<form method="post" action="\/account\/disconnect">.*?<\/form>/gs) ?? []
  assert.equal(forms.length, 3)
  assert.match(forms[1] ?? '', /name="client_id" value="cl_fieldnotes"/)
  assert.match(words(forms[1] ?? ''), /Disconnect Fieldnotes/)
})

test('the page of an account without apps says where to start', () => {
  const page = words(appsPage({ ...(accountSamples['no apps'] ?? assert.fail()), words: en }))
  assert.match(page, /No connected apps.*start in the app/)
})

/** All pages of a login are in the language that the app or the browser asks for. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
let asked: Record<string, string>
before(async () => {
  server = await startServer({
    settings: {
      defaultScope: 'all',
      scopes: {
        all: { en: 'Everything', sv: 'Allting' },
        read: { en: 'Read' },
        write: 'Write',
      },
    },
  })
  const { client } = await server.register({ trusted: false, scope: 'all read write' })
  asked = { ...simplestRequest(server), client_id: client.id, scope: 'all read write' }
})
after(() => server.close())

const swedish = { 'accept-language': 'sv-SE,sv;q=0.9,en;q=0.8' }
const languageOf = (html: string) => /^<!DOCTYPE html>\n<html lang="(\w+)"/.exec(html)?.[1]

test('the language that the app requests with ui_locales lasts through sign-in, sign-out and consent', async () => {
  const visitor = newVisitor(server)
  const page = await visitor.open({ ...asked, ui_locales: 'da sv-SE' })
  assert.match(page.html, /<html lang="sv" dir="ltr">[\s\S]*>Logga in</)
  const failed = await visitor.signIn(page, { password: 'wrong' })
  assert.match(failed.html, /Fel e-postadress eller lösenord/)
  const consent = await visitor.signIn(page)
  assert.match(consent.html, /agera åt dig\?/)
  assert.match(consent.html, /<li class="everything">.*Allting/)
  // A text that exists only in English says so; one that is the same in all languages does not.
  assert.match(consent.html, /<li lang="en">Read<\/li><li>Write<\/li>/)
  const { search } = consent.address
  assert.equal(languageOf(await (await visitor.get(`/sign-out${search}`)).text()), 'sv')
})

test('without ui_locales each page is in the browser’s language', async () => {
  const visitor = newVisitor(server)
  const page = await visitor.open(asked)
  for (const path of ['/', '/sign-in', page.address.href, '/errors', '/errors/invalid_grant']) {
    const answer = await visitor.get(path, swedish)
    assert.equal(languageOf(await answer.text()), 'sv', path)
    assert.equal(answer.headers.get('cache-control'), 'no-store', path)
    assert.equal(languageOf(await (await visitor.get(path)).text()), 'en', path)
  }
  await visitor.signIn(page)
  assert.match(await (await visitor.get('/account', swedish)).text(), /<h1>Anslutna appar<\/h1>/)
})

test('a person chooses the language of all later pages, which an app can override for its own', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(asked))
  const page = await (await visitor.get('/account/profile')).text()
  assert.match(
    page,
    /<option value="">As in your browser<\/option><option value="en" lang="en">English/,
  )
  const [, account = ''] = /name="account" value="([^"]+)"/.exec(page) ?? []
  const saved = await (await visitor.post('/account/language', { account, language: 'ar' })).text()
  assert.match(saved, /^<!DOCTYPE html>\n<html lang="ar" dir="rtl">/)
  assert.match(saved, /<option value="ar" lang="ar" selected="">العربية/)
  assert.equal(languageOf(await (await visitor.get('/account', swedish)).text()), 'ar')
  const { html } = await visitor.open({ ...asked, ui_locales: 'sv' })
  assert.equal(languageOf(html), 'sv')
  assert.equal((await server.store.accounts.find(account))?.language, 'ar')
  await visitor.post('/account/language', { account, language: 'tlh' })
  assert.equal(languageOf(await (await visitor.get('/account', swedish)).text()), 'sv')
})

test('the form_post page is in that language, too', async () => {
  const visitor = newVisitor(server)
  const parameters = { ...asked, response_mode: 'form_post', ui_locales: 'sv' }
  const consent = await visitor.signIn(await visitor.open(parameters))
  assert.match((await visitor.decide(consent, 'deny')).html, /Välj Fortsätt om inget händer/)
})

test('so are the errors: of a request, of an address, and of invalid HTTP', async () => {
  const { get } = newVisitor(server)
  const accept = { ...swedish, accept: 'text/html' }
  const unknown = await (await get('/oauth2/authorize?client_id=x', accept)).text()
  assert.match(unknown, /<h1>Appen är inte registrerad här<\/h1>/)
  // Texts for developers are in English.
  assert.match(unknown, /<dt>För utvecklare<\/dt><dd lang="en">client_id is unknown/)
  const wanted = await (await get('/oauth2/authorize?client_id=x&ui_locales=sv')).text()
  assert.equal(languageOf(wanted), 'sv')
  assert.match(await (await get('/nowhere', accept)).text(), /Det finns ingen sida här/)
  const tooLong = await rawRequest(server.issuer, {
    ...{ method: 'GET', path: '/' },
    headers: [...Object.entries(accept), ['Cookie', 'x'.repeat(20_000)]],
  })
  assert.match(tooLong.text, /Din webbläsare skickade för mycket/)
})

test('nonsensical preferences get English, not an error', async () => {
  const { get } = newVisitor(server)
  for (const query of [
    'ui_locales=%FF',
    'ui_locales=sv&ui_locales=sv',
    'pending=e30.x',
    'pending=%',
  ]) {
    const answer = await get(`/sign-in?${query}`, { 'accept-language': ';q=,,*;q=9' })
    assert.match(languageOf(await answer.text()) ?? '', /^(en|sv)$/, query)
    assert.ok(answer.status < 500)
  }
})

/** What mandate-guard reads from web servers, and the headers it makes from what a token says. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identityHeaders } from '../../packages/guard/src/program/identity.ts'
import { readQuestion } from '../../packages/guard/src/program/question.ts'
import { parseRequirement } from '../../packages/guard/src/scope.ts'
import { anyText, headerOf, textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const fragments = ['scope=', 'any_scope=', 'acr=', 'max_age=', '&', '+', '%20', 'admin', '/', '..']
const stranger = fc.record({
  query: textOf(...fragments),
  scope: headerOf('admin', ' ', 'all', '"'),
  uri: headerOf('/check', '?scope=', '//', '#'),
})

/** The scopes that every alternative has. */
function alwaysNeeded(scope: string | readonly string[] | undefined): readonly string[] {
  const [first = [], ...others] = parseRequirement(scope === undefined ? {} : { scope })
  return first.filter((token) => others.every((tokens) => tokens.includes(token)))
}

test('whatever a stranger adds, a route needs the scope of its configuration, or nobody gets in', () => {
  forEvery(stranger, ({ query, scope, uri }) => {
    const rawHeaders = ['Guard-Require-Scope', scope, 'X-Forwarded-Uri', uri, 'Host', 'evil.test']
    for (const url of ['/check?scope=admin', `/check?scope=admin&${query}`]) {
      const asked = readQuestion({ method: 'GET', url, rawHeaders })
      if (asked.kind === 'wrong') continue
      assert.ok(asked.kind === 'check' && alwaysNeeded(asked.requirement.scope).includes('admin'))
    }
    const url = `/envoy/${query}?${query}`
    const byHeader = ['guard-require-scope', 'admin', ...rawHeaders]
    const asked = readQuestion({ method: 'GET', url, rawHeaders: byHeader })
    if (asked.kind === 'wrong') return
    assert.ok(asked.kind === 'check' && alwaysNeeded(asked.requirement.scope).includes('admin'))
    assert.equal(asked.request.url, `/${query}?${query}`)
  })
})

test('any identity is one line for each header, and means the same at the other end', () => {
  forEvery(fc.record({ subject: anyText, username: anyText, scope: anyText }), (said) => {
    const headers = identityHeaders({
      ...{ subject: said.subject, clientId: 'crm', username: said.username, tokenId: undefined },
      ...{ scope: new Set([said.scope]), audience: [said.subject], expiresAt: 1 },
    })
    if (headers === undefined) return
    for (const value of Object.values(headers)) assert.match(value, /^[\x21-\x7e]*$/)
    assert.doesNotMatch(headers['guard-subject'] ?? '', /[,;"\s]/)
    assert.equal(decodeURIComponent(headers['guard-subject'] ?? ''), said.subject.toWellFormed())
    assert.equal(decodeURIComponent(headers['guard-scope'] ?? ''), said.scope.toWellFormed())
  })
})

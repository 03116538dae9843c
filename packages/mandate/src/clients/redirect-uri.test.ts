import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../test/any-character.ts'
import {
  allowedSchemeProblem,
  appendToQuery,
  expectedRedirectUris,
  isRegistered,
  redirectHost,
  redirectUriProblem,
} from './redirect-uri.ts'

const exact = { anyLoopbackPort: false }
const native = { anyLoopbackPort: true }

test('redirect URIs of common integrations can be registered', () => {
  const fine = [
    'https://client.example/cb',
    'https://client.example',
    'https://urltoclient:4443',
    'https://client.example:443/cb',
    'HTTPS://Client.Example/CB',
    'https://client.example/cb?tenant=1&lang=de',
    'https://client.example/cb?codec=1&statement=2&issue=3',
    'https://client.example/code=1/a&state=2',
    'https://client.example/%C3%A9/@me/a;b=c',
    'https://xn--bcher-kva.example/cb',
    'https://192.0.2.1/cb',
    'https://[2001:db8::1]:8443/cb',
    'http://127.0.0.1/cb',
    'http://127.0.0.1:8080/cb',
    'http://[::1]:8080/cb',
    'http://localhost:3000/cb',
    'com.example.app:/oauth2redirect',
    'com.example.app://oauth2redirect',
    'com.example.app:/cb?from=a://b@c',
    'https://client.example/cb?barcode=1&mystate=2&hiss=3',
  ]
  for (const uri of fine) assert.equal(redirectUriProblem(uri), undefined, uri)
})

const refused: readonly (readonly [what: RegExp, uris: readonly string[]])[] = [
  [/not absolute/, ['', '/cb', 'client.example/cb', '//client.example/cb', ':', '?code=a']],
  [
    /fragment/,
    ['https://client.example/cb#', 'https://client.example/#/cb', 'com.example.app:/#x'],
  ],
  [/user information/, ['https://user@client.example/', 'https://client.example:x@evil.test/']],
  [/user information/, ['http://u@127.0.0.1/cb', 'https://client.example%25@evil.test/']],
  [/user information/, ['com.example.app://me@cb', 'com.example.app://me:x@evil.test?a@b']],
  [/wildcard/, ['https://*.example/cb', 'https://client.example/*', 'https://*/']],
  [
    /scheme/,
    ['javascript:alert(1)', 'JavaScript:alert(1)', 'javascript://client.example/%0aalert(1)'],
  ],
  [/scheme/, ['data:text/html,x', 'DATA:text/html,x', 'file:///etc/passwd', 'FILE:///etc/passwd']],
  [
    /scheme/,
    ['vbscript:x', 'blob:https://client.example/x', 'about:blank', 'ftp://client.example/'],
  ],
  [
    /scheme/,
    ['myapp:/cb', 'mailto:a@example.com', 'urn:ietf:wg:oauth:2.0:oob', 'localhost:3000/cb'],
  ],
  [/character/, [' javascript:alert(1)', 'java\tscript:alert(1)', 'java\nscript:alert(1)']],
  [/character/, ['\u0001javascript:alert(1)', 'javascript\u00a0:alert(1)', 'da\rta:text/html,x']],
  [
    /character/,
    ['https://client.example/a b', 'https://client.example\\@evil.test/', 'https://é.example/'],
  ],
  [
    /character/,
    ['https://client.example/cb\n', 'https://client.example/"', 'https://client.example/<x>'],
  ],
  [
    /character/,
    ['https://client.example/%', 'https://client.example/%zz', 'https://client.example/%2'],
  ],
  [
    /http/,
    ['http://client.example/cb', 'http://localhost.evil.test/', 'http://127.0.0.1.evil.test/'],
  ],
  [/http/, ['http://192.168.0.1/cb', 'http://0.0.0.0/cb', 'http://10.0.0.1/']],
  [
    /host/,
    ['https:///client.example/cb', 'https:/client.example', 'https:client.example', 'https:cb'],
  ],
  [/host/, ["https://a'b/cb", 'https://a;sandbox/cb', 'https://a,b/cb', 'https://ex%61mple.com/']],
  [/valid|host/, ['https://', 'https://?x=1', 'https://client.example:99999/', 'https://[::1/cb']],
  [
    /valid|host/,
    ['https://client.example:/cb', 'https://client.example:8o/cb', 'https://a.256.1.1.1/'],
  ],
  [/parameter code /, ['https://client.example/?code=1', 'https://client.example/cb?a=1&code=']],
  [/parameter code /, ['https://client.example/?code', 'https://client.example/?%63od%65=1']],
  [/parameter state /, ['https://client.example/?state=1', 'com.example.app:/cb?state=1']],
  [/parameter iss /, ['https://client.example/?iss=https://evil.test']],
  [/parameter response /, ['https://client.example/?response=jwt']],
  [/parameter error/, ['https://client.example/?error=x', 'https://client.example/?error_uri=x']],
]

for (const [what, uris] of refused) {
  for (const uri of uris) {
    test(`registering ${JSON.stringify(uri)} is refused: ${what.source}`, () => {
      assert.match(redirectUriProblem(uri) ?? 'nothing', what)
    })
  }
}

test('the check never throws, and accepts nothing that could harm a header or a page', () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc
      .tuple(
        fc.constantFrom(
          'https://client.example',
          'HTTPS://[::1]:443',
          'http://127.0.0.1:1',
          'a.b:',
        ),
        fc.string({ unit: fc.constantFrom(..."aZ09-._~:/?#[]@!$&'()*+,;=%") }),
      )
      .map((p) => p.join('')),
    fc
      .tuple(fc.constantFrom('https://', 'http://', 'com.a:', ''), fc.string())
      .map((p) => p.join('')),
  )
  fc.assert(
    fc.property(text, (uri) => {
      if (redirectUriProblem(uri) !== undefined) return
      assert.match(uri, /^[^\s"<>\\^`{|}#*]+$/)
      assert.match(uri, /^(https:|http:\/\/(127|localhost|\[::1\])|[a-z0-9+-]*\.[a-z0-9+.-]*:)/i)
    }),
    { numRuns: 1_000 },
  )
})

test('a redirect URI is compared as the raw string (RFC 9700 §2.1)', () => {
  const registered = ['https://a/cb', 'https://b/cb?x=1']
  for (const uri of registered) assert.equal(isRegistered(uri, registered, exact), true)
  const others = [
    ...['https://a/cb/', 'https://a/cb?', 'https://a/cb?x=1', 'https://a/cb#', 'https://a/cb#x'],
    ...['https://a/CB', 'https://A/cb', 'HTTPS://a/cb', 'https://a:443/cb', 'http://a/cb'],
    ...[
      'https://a/cb/../cb',
      'https://a/./cb',
      'https://a/..;/cb',
      'https://a//cb',
      'https://a/cb%2f',
    ],
    ...['https://a/%63b', 'https://a\\cb', 'https://a/cb\\', 'https://a/cb\t', 'https://a/\tcb'],
    ...[' https://a/cb', 'https://a/cb ', 'https://a/cb\n', 'https://a@evil.test/cb'],
    ...['https://evil.test@a/cb', 'https://evil.test%25@a/cb', 'https://a.evil.test/cb'],
    ...['https://\u0430/cb', 'https://a/', 'https://a', '', 'https://b/cb', 'https://b/cb?x=1&y=2'],
    'https://a/cb,https://b/cb?x=1',
  ]
  for (const uri of others) {
    assert.equal(isRegistered(uri, registered, exact), false, JSON.stringify(uri))
    assert.equal(isRegistered(uri, registered, native), false, JSON.stringify(uri))
  }
})

test('a native client may listen on any port of loopback and of localhost (RFC 8252 §7.3)', () => {
  const registered = ['http://127.0.0.1/cb', 'http://[::1]:1234/cb?x=1', 'http://localhost:3000/cb']
  const same = [
    ...['http://127.0.0.1:8080/cb', 'http://127.0.0.1:1/cb', 'http://127.0.0.1:65535/cb'],
    ...['http://[::1]/cb?x=1', 'http://[::1]:4321/cb?x=1'],
    ...['http://localhost:51004/cb', 'http://localhost/cb'],
  ]
  for (const uri of same) {
    assert.equal(isRegistered(uri, registered, native), true, uri)
    assert.equal(isRegistered(uri, registered, exact), false, uri)
  }
})

test('any port is still a valid port, and only loopback is loopback', () => {
  const registered = ['http://127.0.0.1/cb', 'http://localhost:3000/cb', 'https://a/cb']
  const others = [
    ...['http://127.0.0.1:65536/cb', 'http://127.0.0.1:/cb', 'http://127.0.0.1:99999999/cb'],
    ...['http://127.0.0.1:80@evil.test/cb', 'http://u@127.0.0.1/cb', 'http://127.0.0.1:8o/cb'],
    ...['http://127.0.0.1.evil.test/cb', 'http://localhost.evil.test/cb', 'http://127.0.0.2/cb'],
    ...['http://[::1]/cb', 'http://127.1/cb', 'http://LOCALHOST:3001/cb', 'http://localhost./cb'],
    ...[
      'https://localhost:3000/cb',
      'http://u@localhost:3000/cb',
      'http://localhost:3000@evil.test/cb',
    ],
    ...['http://a.localhost:3000/cb', 'http://localhost:3001/', 'http://localhost:/cb'],
    ...['https://127.0.0.1:8080/cb', 'https://a:8080/cb', 'http://127.0.0.1:8080/CB'],
    ...['http://127.0.0.1:8080/cb/', 'http://127.0.0.1:8080/cb?x', 'http://127.0.0.1:8080/cb\n'],
    'http://127.0.0.1:8080\\@evil.test/cb',
  ]
  for (const uri of others) {
    assert.equal(isRegistered(uri, registered, native), false, JSON.stringify(uri))
  }
})

test('the response is appended as a string and changes nothing that was registered', () => {
  const answers = [
    ['https://urltoclient:4443', 'https://urltoclient:4443/?code=a'],
    ['https://client.example', 'https://client.example/?code=a'],
    ['https://client.example/', 'https://client.example/?code=a'],
    ['https://client.example/cb', 'https://client.example/cb?code=a'],
    ['https://client.example:443/cb', 'https://client.example:443/cb?code=a'],
    ['http://127.0.0.1:80/cb', 'http://127.0.0.1:80/cb?code=a'],
    ['HTTPS://Client.Example/CB', 'HTTPS://Client.Example/CB?code=a'],
    ['https://client.example/a/../%7Eb//c', 'https://client.example/a/../%7Eb//c?code=a'],
    ['https://client.example/cb?x=1', 'https://client.example/cb?x=1&code=a'],
    ['https://client.example/cb?x=%20+&&y', 'https://client.example/cb?x=%20+&&y&code=a'],
    ['https://client.example/cb?', 'https://client.example/cb?code=a'],
    ['https://client.example/cb?x=1&', 'https://client.example/cb?x=1&code=a'],
    ['https://client.example?x=1', 'https://client.example/?x=1&code=a'],
    ['https://client.example/cb?u=https://b', 'https://client.example/cb?u=https://b&code=a'],
    ['http://[::1]:8080', 'http://[::1]:8080/?code=a'],
    ['com.example.app:/cb', 'com.example.app:/cb?code=a'],
    // A question mark in the query is a character like any other: the code must not end up in a name.
    ['https://a.example??', 'https://a.example/??&code=a'],
    ['https://a.example/cb?x=what?', 'https://a.example/cb?x=what?&code=a'],
  ] as const
  for (const [uri, expected] of answers) {
    assert.equal(appendToQuery(uri, { code: 'a', state: undefined }), expected)
  }
})

test('a state of any length and characters arrives intact', () => {
  const uri = 'https://client.example/cb?x=1'
  const long = '&=#?%+ "<>é'.repeat(200)
  fc.assert(
    fc.property(fc.oneof(fc.constant(long), fc.string({ unit: 'grapheme' })), (state) => {
      const location = appendToQuery(uri, { code: 'a', state, iss: 'https://as.example' })
      assert.match(location, /^[\x21-\x7e]+$/)
      assert.deepEqual(
        [...new URL(location).searchParams],
        [
          ['x', '1'],
          ['code', 'a'],
          ['state', state],
          ['iss', 'https://as.example'],
        ],
      )
    }),
  )
})

test('a one-word scheme is accepted only for a client that may have it', () => {
  const allowed = ['cursor', 'myapp']
  for (const uri of ['cursor://a.b/cb', 'MyApp://callback', 'myapp:/cb', 'myapp:cb']) {
    assert.equal(redirectUriProblem(uri, allowed), undefined, uri)
    assert.match(redirectUriProblem(uri) ?? '', /has the scheme .*--allow-scheme (cursor|myapp)$/)
  }
  for (const uri of ['zed://cb', 'javascript://cb', 'myapp://u@cb', 'myapp://cb#x']) {
    assert.notEqual(redirectUriProblem(uri, allowed), undefined, uri)
  }
  assert.doesNotMatch(redirectUriProblem('javascript://cb') ?? '', /allow-scheme/)
})

test('a scheme of browsers or systems cannot be allowed', () => {
  for (const scheme of ['cursor', 'vscode', 'claude', 'myapp', 'my-app', 'app2']) {
    assert.equal(allowedSchemeProblem(scheme), undefined, scheme)
  }
  for (const scheme of [
    ...['javascript', 'vbscript', 'livescript', 'jscript', 'data', 'file', 'filesystem', 'blob'],
    ...['http', 'https', 'shttp', 'httpx', 'web+http', 'ws', 'wss', 'ftp', 'about', 'view-source'],
    ...[
      'intent',
      'chrome',
      'chrome-extension',
      'ms-settings',
      'moz-extension',
      'mailto',
      'c',
      'x:',
    ],
    ...['', 'a b', 'java\nscript', '1app', 'com.example.app', 'cursor://', 'localhost', 'urn'],
    // What systems open with a program of their own, a share of files, or a browser.
    ...['search-ms', 'search', 'shell', 'hcp', 'jnlp', 'javaws', 'smb', 'nfs', 'afp', 'rdp', 'vnc'],
    ...['microsoft-edge', 'firefox', 'opera', 'brave', 'res', 'mhtml', 'wyciwyg', 'magnet'],
    ...['callto', 'facetime', 'facetime-audio', 'webcal', 'irc', 'ircs', 'prefs', 'app-prefs'],
    // Any website may register as what opens these.
    ...['web+app', 'bitcoin'],
  ]) {
    assert.notEqual(allowedSchemeProblem(scheme), undefined, JSON.stringify(scheme))
  }
})

test('an app gets its URI back as registered, without an added slash', () => {
  assert.equal(appendToQuery('myapp://callback', { code: 'a' }), 'myapp://callback?code=a')
  assert.equal(appendToQuery('com.example://cb?x=1', { code: 'a' }), 'com.example://cb?x=1&code=a')
})

test('a user is shown the host, or the scheme of an app', () => {
  assert.equal(redirectHost('https://client.example:4443/cb'), 'client.example:4443')
  assert.equal(redirectHost('http://[::1]:8080?x'), '[::1]:8080')
  assert.equal(redirectHost('com.example.app:/cb'), 'com.example.app: (an app)')
})

test('a URL inside a redirect URI is not taken for its host', () => {
  const app = 'com.example.app:/https://evil.test/'
  assert.equal(redirectHost(app), 'com.example.app: (an app)')
  assert.match(redirectUriProblem('/https://client.example/') ?? '', /not absolute/)
  const anyLoopbackPort = { anyLoopbackPort: true }
  const registered = ['http://127.0.0.1/cb']
  assert.equal(isRegistered('a.b:http://127.0.0.1:5/cb', registered, anyLoopbackPort), false)
  assert.equal(isRegistered('http://127.0.0.1:5', ['http://127.0.0.1'], anyLoopbackPort), true)
})

test('a loopback URI is compared with the port that was sent, so only the rest can differ', () => {
  const registered = ['http://127.0.0.1/', 'http://[::1]:80/cb', 'https://a.example:8443/cb']
  const anyLoopbackPort = true
  assert.deepEqual(
    expectedRedirectUris('http://127.0.0.1:42985', registered, { anyLoopbackPort }),
    ['http://127.0.0.1:42985/', 'http://[::1]:42985/cb', 'https://a.example:8443/cb'],
  )
  for (const [sent, options] of [
    ['http://127.0.0.1:42985', { anyLoopbackPort: false }],
    ['http://127.0.0.1/cb', { anyLoopbackPort }],
    ['https://b.example:1/cb', { anyLoopbackPort }],
  ] as const) {
    assert.deepEqual(expectedRedirectUris(sent, registered, options), registered)
  }
})

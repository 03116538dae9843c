/** Debian's Apache with mod_auth_openidc, in front of an application that knows only its headers. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { freePort } from '../../packages/mandate/src/runtime/ports.ts'
import { startServer } from '../../packages/mandate/test/running-server.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'
import { needs } from '../../scripts/debian/programs.ts'
import { startApplication } from './application.ts'

const MODULES = ['mpm_event', 'authz_core', 'authn_core', 'authz_user', 'proxy', 'proxy_http']

/** An application that says as whom Apache let somebody in. */
async function startBehind(context: TestContext): Promise<number> {
  const behind = createServer(({ headers }, response) => {
    const { oidc_claim_sub: sub, oidc_claim_email: email } = headers
    response.end(JSON.stringify({ sub, email }))
  })
  behind.listen(0, '127.0.0.1')
  await once(behind, 'listening')
  context.after(() => {
    behind.close()
    behind.closeAllConnections()
  })
  return (behind.address() as AddressInfo).port
}

/** Starts Apache in a directory of its own; it ends with the test. */
function startApache(context: TestContext, port: number, lines: string) {
  const place = mkdtempSync(join(tmpdir(), 'mandate-apache-'))
  const config = join(place, 'apache.conf')
  const modules = [...MODULES, 'auth_openidc'].map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  )
  writeFileSync(
    config,
    `ServerRoot ${place}
ServerName 127.0.0.1
DefaultRuntimeDir ${place}
PidFile ${place}/apache.pid
Listen 127.0.0.1:${port}
ErrorLog ${place}/error.log
${modules.join('\n')}
<IfModule unixd_module>
  User www-data
  Group www-data
</IfModule>
${lines}
`,
  )
  const environment = { PATH: `${process.env['PATH']}:/usr/sbin`, NO_PROXY: '127.0.0.1' }
  const child = spawn('apache2', ['-f', config, '-D', 'FOREGROUND'], {
    env: environment,
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  context.after(async () => {
    child.kill('SIGTERM')
    await exited
    if (!context.passed) context.diagnostic(readFileSync(join(place, 'error.log'), 'utf8'))
    rmSync(place, { recursive: true })
  })
  return child
}

test(
  'Apache signs a user in, passes on who it is, and signs out at the server',
  needs('apache-openidc'),
  async (context) => {
    const server = await startServer()
    context.after(() => server.close())
    const port = await freePort('127.0.0.1')
    const origin = `http://127.0.0.1:${port}`
    const { client, secret } = await server.register({
      redirectUris: [`${origin}/signed-in`],
      scope: 'openid email',
      metadata: {
        post_logout_redirect_uris: [`${origin}/bye`],
        id_token_signed_response_alg: 'ES256',
      },
    })
    const child = startApache(
      context,
      port,
      `OIDCProviderMetadataURL ${server.issuer}/.well-known/openid-configuration
OIDCClientID ${client.id}
OIDCClientSecret ${secret}
OIDCRedirectURI ${origin}/signed-in
OIDCCryptoPassphrase ${randomBytes(16).toString('hex')}
OIDCScope "openid email"
OIDCPKCEMethod S256
OIDCIDTokenSignedResponseAlg ES256
ProxyPass /signed-in !
ProxyPass / http://127.0.0.1:${await startBehind(context)}/
<Location />
  AuthType openid-connect
  Require valid-user
  # Otherwise a request that is no navigation, as those of fetch, gets 401.
  OIDCUnAuthAction auth true
</Location>`,
    )
    const application = await startApplication(origin, child)
    const visitor = newVisitor(server)
    const login = (await application.begin('/')) ?? assert.fail('no login')
    const { address } = await visitor.signIn(await visitor.follow(login))
    assert.equal(address.origin, origin)
    const { id: sub, email } = server.account
    assert.deepEqual(JSON.parse(await application.comeBack(address)), { sub, email })

    const leave = await application.begin(
      `/signed-in?logout=${encodeURIComponent(`${origin}/bye`)}`,
    )
    assert.match(leave ?? '', /\/oauth2\/logout\?.*id_token_hint=/)
    const left = await visitor.follow(leave ?? '')
    assert.equal(left.address.href, `${origin}/bye`)
    assert.notEqual((await visitor.get('/account')).status, 200)
    // Apache's own session is over too: the next page is a login again.
    assert.match((await application.begin('/')) ?? '', /\/oauth2\/authorize\?/)
  },
)

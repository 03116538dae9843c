import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { serving, temporaryDirectory } from './mandate-process.ts'
import { runCommand } from './run-command.ts'

test('an impossible database setting is named; nothing is started or made, and no password is shown', async () => {
  const workingDirectory = temporaryDirectory()
  for (const environment of [
    { MANDATE_DATABASE_URL: 'postgres://u:opensesame@h/m' },
    { MANDATE_DATABASE: 'host=h dbname=m user=u password=opensesame' },
    { MANDATE_DATABASE: 'jdbc:postgresql://h/m?user=u&password=opensesame' },
    { MANDATE_DATABASE: '"postgres://u:opensesame@h/m"' },
    { MANDATE_DATABASE: '' },
    { MANDATE_DATA: 'host=h password=opensesame' },
    { mandate_database: 'postgres://u:opensesame@h/m' },
  ] as const) {
    for (const command of [['serve'], ['demo', '--port', '0'], ['user', 'create', 'a@b.example']]) {
      // A demo has a database of its own.
      if (command[0] === 'demo' && 'MANDATE_DATABASE' in environment) continue
      if (command[0] === 'demo' && 'MANDATE_DATA' in environment) continue
      const { code, output, errors } = await runCommand(command, { environment, workingDirectory })
      assert.deepEqual({ code, output }, { code: 1, output: '' }, errors)
      assert.match(errors, /^mandate: (MANDATE_DATA|mandate_data)[^\n]+\n$/)
      assert.doesNotMatch(errors, /opensesame/)
      assert.deepEqual(readdirSync(workingDirectory), [])
    }
  }
})

test('in a pod next to a Service called mandate the server starts, and says once what it ignores', async () => {
  const environment = {
    MANDATE_PORT: 'tcp://10.43.161.118:9400',
    MANDATE_PORT_9400_TCP_ADDR: '10.43.161.118',
    MANDATE_SERVICE_HOST: '10.43.161.118',
    MANDATE_METRICS_PORT: 'tcp://10.43.161.119:9464',
  }
  const data = join(temporaryDirectory(), 'data')
  const flags = ['--port', '0', '--metrics-port', '0', '--data', data]
  const server = serving(['serve', ...flags], { environment })
  await server.until(/is ready at http/)
  const said =
    /Not read as settings, since Kubernetes sets them[^\n]*: MANDATE_METRICS_PORT and 3 more/g
  const { output, errors } = server.read()
  assert.deepEqual([[...output.matchAll(said)].length, errors], [1, ''])
  const list = await runCommand(['user', 'list', '--data', data], { environment })
  assert.deepEqual([list.code, list.errors], [0, ''])
  assert.equal(await server.stop('SIGTERM'), 0)
})

test('the settings file reports unknown settings, and is not overlooked under another name', async () => {
  const workingDirectory = temporaryDirectory()
  const told = async (name: string, text: string) => {
    const folder = temporaryDirectory()
    writeFileSync(join(folder, name), text)
    const { code, errors } = await runCommand(['settings'], { workingDirectory: folder })
    assert.equal(code, 1)
    return errors
  }
  assert.match(await told('mandate.yml', 'port: 1\n'), /mandate\.yml: the settings file is called/)
  const nested = await told('mandate.yaml', 'mandate:\n  port: 1\n')
  assert.match(nested, /yaml:1:1: there is no setting mandate; settings stand at the beginning/)
  const doubled = await told('mandate.yaml', 'scopes:\n  all: One\n  all: Two\n')
  assert.match(doubled, /yaml:3:3: this name is here twice/)
  const tagged = await told('mandate.yaml', 'brand_name: !env BRAND\n')
  assert.match(tagged, /yaml:1:13: a tag \(such as !env\) means nothing here/)
  const url = await told('mandate.yaml', 'database_url: postgres://u:opensesame@h/m\n')
  assert.match(url, /yaml:1:1: there is no setting database_url; did you mean database\?/)
  assert.doesNotMatch(url, /opensesame/)
  assert.deepEqual(readdirSync(workingDirectory), [])
})

test('each setting is shown with its value in words and its source', async () => {
  const workingDirectory = temporaryDirectory()
  writeFileSync(join(workingDirectory, 'mandate.yaml'), '# Ours\n\nbrand_name: Acme\n')
  writeFileSync(join(workingDirectory, 'scope'), 'all\n')
  const environment = {
    MANDATE_ACCESS_TOKEN_SECONDS: '5400',
    MANDATE_DEFAULT_SCOPE_FILE: 'scope',
    MANDATE_DATABASE: 'postgres://mandate:opensesame@db.example/mandate',
    MANDATE_PORT: 'tcp://10.0.0.1:9400',
  }
  const where = { environment, workingDirectory }
  const { output } = await runCommand(['settings', '--data', './here'], where)
  assert.match(output, /^port +9400 +default$/m)
  assert.match(output, /^data +\S+\/here +--data$/m)
  assert.match(output, /^brand_name +Acme +mandate\.yaml:3$/m)
  assert.match(
    output,
    /^access_token_seconds +5400 s \(90 minutes\) +MANDATE_ACCESS_TOKEN_SECONDS$/m,
  )
  assert.match(output, /^refresh_token_seconds +31536000 s \(1 year\) +default$/m)
  assert.match(output, /^default_scope +all +MANDATE_DEFAULT_SCOPE_FILE \(scope\)$/m)
  assert.match(output, /^database +postgres:\/\/\*\*\*@db\.example\/mandate +MANDATE_DATABASE$/m)
  assert.match(output, /^Not read as settings, since Kubernetes sets them .*: MANDATE_PORT\./m)
  const document = JSON.parse((await runCommand(['settings', '--json'], where)).output)
  assert.equal(document.access_token_seconds, 5400)
  assert.equal(document.sources.access_token_seconds, 'MANDATE_ACCESS_TOKEN_SECONDS')
  assert.doesNotMatch(JSON.stringify(document), /opensesame/)
})

test('the ways to sign in are shown without their secrets', async () => {
  const workingDirectory = temporaryDirectory()
  writeFileSync(join(workingDirectory, 'secret'), 'opensesame\n')
  const provider = 'way: oidc, label: Acme, issuer: https://login.example, client_id: mandate'
  for (const secret of ['client_secret: opensesame', 'client_secret_file: secret']) {
    const environment = { MANDATE_SIGN_IN: `{password: {}, acme: {${provider}, ${secret}}}` }
    const shown = await runCommand(['settings', '--json'], { environment, workingDirectory })
    const { sign_in: signIn, sources } = JSON.parse(shown.output)
    assert.deepEqual(Object.keys(signIn), ['password', 'acme'])
    assert.equal(signIn.acme.client_secret, '***')
    assert.equal(sources.sign_in, 'MANDATE_SIGN_IN')
    const { output } = await runCommand(['settings'], { environment, workingDirectory })
    assert.doesNotMatch(shown.output + output, /opensesame/)
  }
})

test('the password of the mail server is not shown', async () => {
  const environment = {
    MANDATE_MAIL_URL: 'smtp://acme:s3cr%40t@smtp.acme.example',
    MANDATE_MAIL_FROM: 'no-reply@acme.example',
  }
  for (const format of [[], ['--json']]) {
    const { output, errors } = await runCommand(['settings', ...format], { environment })
    assert.match(output, /smtp:\/\/\*\*\*@smtp\.acme\.example/)
    assert.doesNotMatch(output + errors, /s3cr/)
  }
})

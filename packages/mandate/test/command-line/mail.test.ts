import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMailbox } from '../mailbox.ts'
import { openTroubledServer } from '../troubled-mail-server.ts'
import { runCommand } from './run-command.ts'

const sendTest = (url: string | undefined, address = 'ada@example.com') =>
  runCommand(['mail', 'test', address], {
    environment:
      url === undefined ? {} : { MANDATE_MAIL_URL: url, MANDATE_MAIL_FROM: 'a@b.example' },
  })

test('a test mail is sent at once, without a database', async () => {
  await using mailbox = await openMailbox()
  const { code, output } = await sendTest(mailbox.url)
  assert.equal(code, 0)
  assert.match(
    output,
    /✓ mail {2}127\.0\.0\.1:\d+ took a mail from a@b\.example\n.*spam.*SPF and DKIM/,
  )
  assert.equal((await mailbox.next('ada@example.com')).subject, 'Test mail from Mandate')
})

test('what is wrong is said with its remedy, and never the password', async () => {
  await using server = await openTroubledServer({ AUTH: '535 5.7.8 no' }, { MAIL: '553 not yours' })
  const url = server.url.replace('//', '//acme:s3cr%40t@')
  const refused = await sendTest(url)
  assert.equal(refused.code, 1)
  assert.match(
    refused.output,
    /✗ mail .*refused the user or password: 535 5\.7\.8 no\n +→ Check the user/,
  )
  assert.match((await sendTest(url)).output, /refused the sender: 553 not yours\n +→ .*mail_from/)
  assert.doesNotMatch(refused.output + refused.errors, /s3cr/)

  const unset = await sendTest(undefined)
  assert.deepEqual([unset.code, unset.output], [1, ''])
  assert.match(unset.errors, /mail_url is not set.*smtp:\/\/USER:PASSWORD@HOST:587/)
  assert.equal((await sendTest(url, 'ada')).code, 2)
})

test('wrong settings are named with what would be right, and without the password', async () => {
  const read = async (url: string, from?: string) => {
    const { errors } = await runCommand(['settings'], {
      environment: {
        MANDATE_MAIL_URL: url,
        ...(from !== undefined && { MANDATE_MAIL_FROM: from }),
      },
    })
    assert.doesNotMatch(errors, /s3cr/)
    return errors
  }
  assert.match(await read('http://mail.example'), /MANDATE_MAIL_URL .*; give smtp:\/\/USER/)
  assert.match(await read('smtp://a:s3cr#t@mail.example'), /written as %23/)
  assert.match(await read('smtp://a@mail.example'), /both a user and a password/)
  assert.match(await read('smtp://a:s3cret@mail.example'), /give mail_from an e-mail address/)
  assert.match(
    await read('smtp://mail.example', 'Acme'),
    /MANDATE_MAIL_FROM is "Acme"; give an e-mail/,
  )
  assert.match(
    await read('smtp://mail.example', 'A\nBcc: x@y.example <a@b.example>'),
    /on one line/,
  )
  assert.equal(await read('smtps://a:s3cret@mail.example', 'Åsa <no-reply@acme.example>'), '')
})

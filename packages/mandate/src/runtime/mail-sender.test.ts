import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMailbox } from '../../test/mailbox.ts'
import { openTroubledServer, type Trouble } from '../../test/troubled-mail-server.ts'
import { type MailServer, mailServerOf, senderOf } from '../settings/mail.ts'
import { MailProblem } from './mail-problems.ts'
import { createMailSender, type OutgoingMail } from './mail-sender.ts'

const mail: OutgoingMail = {
  to: 'jo@example.com',
  subject: 'Hello',
  text: 'Text\n.\nafter a dot',
  html: '<p>Text</p>',
  id: 'one',
  at: 1_700_000_000,
  language: 'en',
}
const from = senderOf('Acme <no-reply@acme.example>')
const quick = { connectMs: 300, deadlineMs: 600 }

/** Sends one mail. `told` is what the sender said of handing it over. */
async function send(
  server: MailServer,
  what: Partial<OutgoingMail> = {},
  mayHandOver = true,
): Promise<{ readonly told: readonly string[]; readonly problem: MailProblem | undefined }> {
  const told: string[] = []
  const sender = createMailSender(server, { from, name: 'id.acme.example', patience: quick })
  const handing = {
    over: async () => told.push('over') > 0 && mayHandOver,
    takeBack: async () => void told.push('taken back'),
  }
  try {
    await sender.send({ ...mail, ...what }, handing)
    return { told, problem: undefined }
  } catch (error) {
    assert.ok(error instanceof MailProblem, String(error))
    return { told, problem: error }
  }
}

/** By what happens: the trouble, what the sender tells, and whether another try is pointless. */
const troubles: Readonly<
  Record<string, { trouble: Trouble; told?: readonly string[]; is: RegExp; isFinal?: true }>
> = {
  'greets with "try later"': { trouble: { GREETING: '421 busy' }, is: /refuses service: 421/ },
  'says nothing': { trouble: { GREETING: 'hang' }, is: /cannot be reached \(ETIMEDOUT\)/ },
  'breaks off at once': { trouble: { GREETING: 'cut' }, is: /cannot be reached/ },
  'refuses the password': { trouble: { AUTH: '535 no' }, is: /refused the user or password: 535/ },
  'refuses the sender': { trouble: { MAIL: '550 no' }, is: /refused the sender: 550 no/ },
  'defers the recipient': { trouble: { RCPT: '451 later' }, is: /the recipient: 451 later/ },
  'refuses the recipient': {
    ...{ trouble: { RCPT: '550 <jo@example.com> unknown' }, isFinal: true },
    is: /refused the recipient: 550 <…> unknown$/,
  },
  'defers the message before it comes': { trouble: { DATA: '451 later' }, is: /message: 451/ },
  'breaks off before the message': { trouble: { DATA: 'cut' }, is: /cannot be reached/ },
  'hangs before the message': { trouble: { DATA: 'hang' }, is: /reached \(ETIMEDOUT\)/ },
  'defers the message after its dot': {
    ...{ trouble: { DOT: '451 later' }, told: ['over', 'taken back'] },
    is: /refused the message: 451 later/,
  },
  'refuses the message after its dot': {
    ...{ trouble: { DOT: '554 https://a.example/link?token=x is spam' }, isFinal: true },
    ...{ told: ['over', 'taken back'], is: /refused the message: 554 … is spam$/ },
  },
  'breaks off after the dot': {
    ...{ trouble: { DOT: 'cut' }, told: ['over'] },
    is: /did not say whether it took the message/,
  },
  'hangs after the dot': {
    ...{ trouble: { DOT: 'hang' }, told: ['over'] },
    is: /did not say whether it took the message/,
  },
}

for (const [what, { trouble, told = [], is, isFinal = false }] of Object.entries(troubles)) {
  test(`a server that ${what}`, async () => {
    await using server = await openTroubledServer(trouble)
    const found = await send(mailServerOf(`smtp://acme:se%40cret@127.0.0.1:${server.port}`))
    assert.match(found.problem?.message ?? 'none', is)
    assert.deepEqual([found.told, found.problem?.isFinal], [told, isFinal])
    assert.deepEqual(server.accepted, [])
    assert.doesNotMatch(`${found.problem?.message} ${found.problem?.remedy}`, /se@cret|jo@example/)
  })
}

test('a server that breaks off in the middle of the message gets no more of it', async () => {
  await using server = await openTroubledServer({ TEXT: 'cut' })
  const { problem } = await send(mailServerOf(server.url))
  assert.notEqual(problem, undefined)
  assert.deepEqual(server.received, [])
})

test('a message that may not be handed over is not ended with a dot', async () => {
  await using server = await openTroubledServer()
  const { problem } = await send(mailServerOf(server.url), {}, false)
  assert.match(problem?.message ?? '', /Another process/)
  assert.deepEqual([server.received, server.commands.at(-1)], [[], 'DATA'])
})

test('nobody listens, or the host has no address: the problem says where to look', async () => {
  const closed = await openTroubledServer()
  await closed[Symbol.asyncDispose]()
  const { problem } = await send(mailServerOf(closed.url))
  assert.match(problem?.message ?? '', /cannot be reached \(ECONNREFUSED\)/)
  assert.match(problem?.remedy ?? '', /host and port in mail_url/)
})

test('a server that must encrypt and does not offer it gets neither password nor mail', async () => {
  await using server = await openTroubledServer()
  const plain = mailServerOf(`smtp://acme:secret@127.0.0.1:${server.port}`)
  const { problem } = await send({ ...plain, tls: 'required' })
  assert.match(problem?.message ?? '', /no trusted TLS/)
  assert.deepEqual(
    server.commands.filter((command) => !['EHLO', 'STARTTLS'].includes(command)),
    [],
  )
})

test('a mail arrives as it was written, with strange names, and an address in any script', async () => {
  await using mailbox = await openMailbox()
  const strange = { subject: 'Åsa\r\nBcc: eve@example.com', to: 'jo@bücher.example' }
  const { problem, told } = await send(mailServerOf(mailbox.url), strange)
  assert.deepEqual([problem, told], [undefined, ['over']])
  const [received, ...more] = mailbox.all
  assert.deepEqual(more, [])
  assert.equal(received?.to, 'jo@bücher.example')
  assert.equal(received?.text.replaceAll('\r', '').trimEnd(), mail.text)
  assert.equal(received?.headers.has('bcc'), false)
  assert.equal(received?.headers.get('message-id'), '<one@id.acme.example>')
  assert.equal(received?.headers.get('date'), 'Tue, 14 Nov 2023 22:13:20 +0000')

  await send(mailServerOf(mailbox.url), { to: '"jo, eve@example.com"@example.com' })
  await send(mailServerOf(mailbox.url), { to: 'jö@example.com' })
  assert.deepEqual(
    mailbox.all.map(({ to }) => to),
    ['jo@bücher.example', 'jö@example.com'],
  )
})

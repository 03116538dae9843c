/** Firefox ESR as an engine, through WebDriver BiDi; each person is a user context. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './child.ts'
import type { Engine, Tab } from './engine.ts'

export async function openFirefox(): Promise<Engine> {
  const profile = await mkdtemp(join(tmpdir(), 'mandate-firefox-'))
  const options = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile]
  const firefox = startChild('firefox-esr', options, { HOME: profile })
  const [, address] = await firefox.says(
    /WebDriver BiDi listening on (ws:\/\/\S+)/,
    firefox.process.stderr,
  )
  const send = await connect(`${address}/session`)
  await send('session.new', { capabilities: {} })
  return {
    async newPerson() {
      const { userContext } = await send('browser.createUserContext', {})
      return {
        async newTab() {
          const wanted = { type: 'tab', userContext }
          const { context } = await send('browsingContext.create', wanted)
          return tabOf(send, context)
        },
        leave: () => send('browser.removeUserContext', { userContext }),
      }
    },
    async close() {
      await firefox.end()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

function tabOf(send: Send, context: string): Tab {
  const run = async (functionDeclaration: string, ...values: string[]) => {
    const { result, exceptionDetails } = await send('script.callFunction', {
      functionDeclaration,
      arguments: values.map((value) => ({ type: 'string', value })),
      target: { context },
      awaitPromise: false,
      userActivation: true,
    })
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
    return result.value
  }
  return {
    open: (url) => send('browsingContext.navigate', { context, url, wait: 'none' }),
    type: (selector, text) =>
      run('(selector, text) => { document.querySelector(selector).value = text }', selector, text),
    press: (selector) => run('(selector) => document.querySelector(selector).click()', selector),
    look: async () => ({
      address: await run('() => location.href'),
      text: await run('() => document.body?.textContent ?? ""'),
    }),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the result differs by command.
type Send = (method: string, params: object) => Promise<any>

/** Commands of WebDriver BiDi; a failed one rejects with the browser's message. */
async function connect(address: string): Promise<Send> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error(`no connection to ${address}`))
  })
  const waiting = new Map<number, (answer: { type: string; result: unknown }) => void>()
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(data)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  }
  let sent = 0
  return (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++sent
      waiting.set(id, (answer) =>
        answer.type === 'success'
          ? resolve(answer.result)
          : reject(new Error(`${method}: ${JSON.stringify(answer)}`)),
      )
      socket.send(JSON.stringify({ id, method, params }))
    })
}

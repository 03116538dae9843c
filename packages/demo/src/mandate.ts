/** Mandate as an operator uses it: its command line, with the settings of a demo. */

import { resolve } from 'node:path'

export const HOST = '127.0.0.1'

/** Runs one command of Mandate. Rejects if the command is refused. */
export type CommandLine = (
  args: readonly string[],
  surroundings: {
    /** In addition to the process's own. */
    readonly environment: Readonly<Record<string, string>>
    /** Receives the command's output. */
    readonly print: (text: string) => void
    /** Aborted when a server should stop; other commands end by themselves. */
    readonly stopped?: Promise<unknown>
  },
) => Promise<void>

export interface Mandate {
  /** Runs a command and returns its JSON document. */
  run(...args: string[]): Promise<unknown>
  /**
   * Starts the server on a port, 0 for any. Resolves when it listens, or with undefined if
   * `stopped` came first. Rejects if it cannot; if the port is in use, with EADDRINUSE as the cause.
   */
  serve(port: number, stopped: Promise<unknown>): Promise<Server | undefined>
}

export interface Server {
  readonly issuer: string
  /** Resolves when it has stopped. */
  readonly ended: Promise<void>
}

/** The name of the way for the example platform. */
export const PLATFORM_WAY = 'notewell'

export function demoMandate(
  commandLine: CommandLine,
  options: {
    readonly data: string
    /** A settings file, optionally with scopes and a name; the rest is set here. */
    readonly config: string | undefined
    /** The address of the example platform, if people sign in there. */
    readonly platformUrl: string | undefined
    /** Where the server sends its mail. */
    readonly smtpUrl: string
    /** The host in the issuer: passkeys need a name instead of an address. */
    readonly issuerHost: string
  },
): Mandate {
  const { data, config, platformUrl, smtpUrl, issuerHost } = options
  const common = ['--json', '--data', data, ...(config === undefined ? [] : ['--config', config])]
  const environment = {
    // A demo always uses its own database, whatever the environment says.
    MANDATE_DATABASE: databasePath(data),
    MANDATE_HOST: HOST,
    MANDATE_WORKERS: '1',
    MANDATE_METRICS_PORT: '0',
    MANDATE_SHUTDOWN_DELAY_SECONDS: '0',
    MANDATE_LOG_LEVEL: 'error',
    MANDATE_MAIL_URL: smtpUrl,
    MANDATE_MAIL_FROM: 'no-reply@demo.example',
    ...(platformUrl !== undefined && {
      MANDATE_BRAND_NAME: 'Notewell',
      MANDATE_SIGN_IN: JSON.stringify(signInAt(platformUrl)),
    }),
  }
  const on = (port: number) => ({
    ...environment,
    MANDATE_PORT: String(port),
    MANDATE_ISSUER: `http://${issuerHost}:${port}`,
  })
  return {
    async run(...args) {
      let document = ''
      const print = (text: string) => {
        document += text
      }
      await commandLine([...args, ...common], { environment: on(0), print })
      return JSON.parse(document)
    },
    serve(port, stopped) {
      return new Promise((resolve, reject) => {
        const ended: Promise<void> = commandLine(['serve', ...common], {
          environment: on(port),
          print: (line) => resolve({ issuer: JSON.parse(line).issuer, ended }),
          stopped,
        })
        ended.then(() => resolve(undefined), reject)
      })
    },
  }
}

/** The setting `sign_in`: only the platform's page, so Mandate shows no page of its own. */
function signInAt(platformUrl: string) {
  const login_url = `${platformUrl}/sign-in/mandate`
  const logout_url = `${platformUrl}/logout`
  return { [PLATFORM_WAY]: { way: 'handoff', label: 'Notewell', login_url, logout_url } }
}

export function databasePath(data: string): string {
  return resolve(data, 'mandate.db')
}

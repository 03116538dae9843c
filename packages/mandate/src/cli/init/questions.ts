/** Asks a person at a terminal for what the flags left open. */

import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type CommandContext, CommandRefused } from '../command.ts'

export interface Questions {
  /** The answer without blanks around it, or `otherwise` if it is empty. */
  ask(question: string, otherwise: string): Promise<string>
  close(): void
}

/** Rejects with `CommandRefused` when the input ends before the last answer. */
export function openQuestions({ input, terminal }: CommandContext): Questions {
  const lines = createInterface({ input })
  const waiting: string[] = []
  let isOver = false
  lines
    .on('line', (line) => waiting.push(line))
    .on('close', () => {
      isOver = true
    })
  return {
    async ask(question, otherwise) {
      terminal.warn(otherwise === '' ? question : `${question} [${otherwise}]`)
      while (waiting.length === 0 && !isOver) {
        await Promise.race([once(lines, 'line'), once(lines, 'close')])
      }
      const answer = waiting.shift()
      if (answer === undefined) throw new CommandRefused('Nothing was set up.')
      return answer.trim() || otherwise
    },
    close: () => lines.close(),
  }
}

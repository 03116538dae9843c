import type { QuestionProps } from '../../../src/pages/console/question.ts'
import type { MissingProps } from '../../../src/pages/console/refusals.ts'
import type { ConsoleProps } from '../../../src/pages/console/shell.ts'
import type { PageProps } from '../../../src/pages/layout.ts'
import { isolated } from '../../../src/words/console/isolated.ts'
import type { Sample } from '../sample.ts'
import { arabic, hostile, long, owner, support } from './operators.ts'

const question: Sample<QuestionProps> = {
  ...owner,
  question: {
    ...{ current: 'users', title: 'Delete jo.martin@example.com?' },
    consequences: [
      '412 grants for 12 apps end at once, with all their tokens.',
      '3 sessions in browsers end at once.',
      'This cannot be undone. The id is never used again.',
    ],
    ...{ typed: 'jo.martin@example.com', button: 'Delete the user', back: '/console/users/jo' },
  },
  ...{ action: '/console/users/jo/delete', isTypedWrong: false },
}

export const questions: Readonly<Record<string, Sample<QuestionProps>>> = {
  plain: question,
  'typed wrong': { ...question, isTypedWrong: true },
  'long and hostile': {
    ...question,
    question: { ...question.question, title: `Delete ${isolated(hostile)}?`, typed: long },
  },
  'from right to left': {
    ...question,
    question: { ...question.question, title: `Delete ${isolated(arabic)}?`, typed: arabic },
  },
  'without a name': {
    ...question,
    question: {
      ...question.question,
      title: 'Disable Ledgerline?',
      typed: null,
      button: 'Disable',
    },
  },
}

export const missing: Readonly<Record<string, Sample<MissingProps>>> = {
  user: { ...owner, current: 'users', what: 'user' },
}
export const notAllowed: Readonly<Record<string, Sample<ConsoleProps>>> = { plain: support }
export const noOperator: Readonly<Record<string, Sample<PageProps>>> = { plain: {} }

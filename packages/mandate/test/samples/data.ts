import { type ConfirmProps, confirmPage } from '../../src/pages/account/confirm.ts'
import {
  type DataProps,
  type DeletionAskedProps,
  deletionQuestion,
  isLastOwner,
  type KeepProps,
  notDeleted,
} from '../../src/pages/account/data.ts'
import type { Words } from '../../src/words/en/en.ts'
import type { Sample } from './sample.ts'

const after = Date.UTC(2026, 3, 2, 12) / 1000
const email = 'jo.martin@example.com'
const signOut = { action: '/sign-out' }
const plain: Sample<DataProps> = {
  ...{ email, signOut, graceSeconds: 2_592_000, notice: null },
  ...{ download: { action: '/account/data/download' }, remove: { action: '/account/data/delete' } },
}

export const samples: Readonly<Record<string, Sample<DataProps>>> = {
  plain,
  refused: { ...plain, notice: notDeleted },
  'refused to the last owner': { ...plain, notice: isLastOwner },
}

type Question = Omit<ConfirmProps, 'confirmation' | 'words'> & { readonly apps: number }

/** The question before the account is deleted. */
export const ask = ({ apps, ...props }: Question & { readonly words: Words }) =>
  confirmPage({ ...props, confirmation: deletionQuestion(props.words, { apps, after }) })

export const questions: Readonly<Record<string, Question>> = {
  deletion: {
    ...{ email, signOut, current: 'data', backAddress: '/account/data', apps: 3 },
    action: '/account/data/delete',
  },
}

export const asked: Readonly<Record<string, Sample<DeletionAskedProps>>> = {
  plain: { after, signInAddress: '/sign-in' },
}

export const keep: Readonly<Record<string, Sample<KeepProps>>> = {
  plain: { email, after, keep: { action: '/keep-account' }, signOut },
}

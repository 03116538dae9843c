import type { LetInAskedProps, LetInProps } from '../../src/pages/let-in.ts'
import type { Sample } from './sample.ts'

const email = 'jo.martin@example.com'
const longEmail = `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`
const hostile = '"><img src=x onerror=alert(1)>'

const asked: Sample<LetInAskedProps> = {
  ...{ email, wait: null, signInAddress: '/sign-in?pending=x.y' },
}

export const letInAsked: Readonly<Record<string, Sample<LetInAskedProps>>> = {
  asked,
  wait: { ...asked, wait: 30 },
  'long address': { ...asked, email: longEmail },
  hostile: { ...asked, email: hostile },
}

const plain: Sample<LetInProps> = { action: '/link', hidden: { token: 'mdt_ml_x' }, email }

export const letIn: Readonly<Record<string, Sample<LetInProps>>> = {
  plain,
  'without address': { ...plain, email: null },
  'long address': { ...plain, email: longEmail },
  hostile: { ...plain, email: hostile, brandName: hostile },
}

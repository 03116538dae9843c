import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const signOut: Words['signOut'] = {
  title: 'تسجيل الخروج؟',
  signedInAs: ({ email }) => phrase`الحساب الحالي: ${email}.`,
  button: 'تسجيل الخروج',
  back: 'العودة إلى حسابك',
}

import type { Words } from '../en/en.ts'

export const error: Words['error'] = {
  code: 'رمز الخطأ',
  forDevelopers: 'للمطوّرين',
  reference: 'المرجع',
  openAccount: 'فتح حسابك',
  tryAgain: 'المحاولة مرة أخرى',
  signOut: 'تسجيل الخروج',
  giveReference: 'إذا لم يُفِد ذلك، فيُرجى تزويد مشغّل هذا الخادم بالمرجع أدناه.',
}

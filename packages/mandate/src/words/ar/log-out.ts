import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const logOut: Words['logOut'] = {
  asked: ({ client }) => phrase`يطلب ${client} تسجيل خروجك.`,
  about:
    'قد يتم تسجيل خروجك أيضًا من التطبيقات التي فُتحت بهذه الجلسة. ستبقى التطبيقات الأخرى مرتبطة.',
  stay: 'البقاء في الحساب',
  doneTitle: 'تم تسجيل الخروج',
  telling: 'يجري الآن إبلاغ التطبيقات التي فُتحت بهذه الجلسة. يمكن إغلاق هذه الصفحة.',
  goOn: 'متابعة',
  frame: 'تسجيل الخروج من تطبيق',
}

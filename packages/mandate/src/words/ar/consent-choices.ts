import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`الناشر: ${publisher}`,
  registeredItself: 'سجّل هذا التطبيق نفسه بنفسه. لم يتحقق أحد هنا من اسمه أو من صانعه.',
  fromDocument: ({ domain }) =>
    phrase`يأتي وصفه من ${domain}. لم يتحقق أحد هنا من اسمه أو من صانعه.`,
  namedLikeThisSite: 'تنبيه: يحمل هذا التطبيق اسم هذا الموقع أو اسمًا يشبهه، لكنه لا ينتمي إليه.',
  namedLikeAnother: ({ name }) =>
    phrase`تنبيه: هذا ليس ${name} المسجّل هنا. الاسم مطابق له أو يشبهه.`,
  mixedAlphabets: 'تنبيه: يخلط اسم هذا التطبيق حروفًا من عدة أبجديات، لذلك قد يشبه اسمًا آخر.',
  newHere: 'لم يستخدمه أحد هنا من قبل',
  usedSince: ({ day }) => phrase`مستخدم هنا منذ ${day}`,
  website: 'الموقع الإلكتروني',
  policy: 'سياسة الخصوصية',
  terms: 'الشروط',
  isNew: 'جديد',
  agreedBefore: 'وافقت على هذا سابقًا',
  onlyIfTicked: 'لا يُسمح بما له مربع اختيار إلا إذا حدّدته.',
  nothingTicked: 'يُرجى تحديد إذن واحد على الأقل، أو اختيار «رفض».',
}

import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const consent: Words['consent'] = {
  title: ({ client }) => phrase`السماح لـ ${client} بالتصرف نيابةً عنك؟`,
  whoAsks: 'الجهة الطالبة',
  signedInAs: 'الحساب الحالي',
  itCan: 'يمكنه',
  howLong: 'المدة',
  onThisComputer: ({ host }) => phrase`برنامج على هذا الحاسوب (${host})`,
  appAt: ({ host }) => phrase`التطبيق على ${host}`,
  registered: ({ day }) => phrase`مسجّل هنا منذ ${day}`,
  otherAccount: 'ليس حسابك؟ استخدام حساب آخر',
  seeEmail: ({ apis }) => phrase`بريدك الإلكتروني مرئي لـ ${inWords.list(apis)}.`,
  ends: ({ unused, account }) =>
    phrase`ينتهي الوصول بعد ${inWords.span(unused)} دون استخدام، أو فورًا عند إلغاء ربط التطبيق في ${account('حسابك')}.`,
  decision: 'قرارك',
  deny: 'رفض',
  allow: 'سماح',
  youReturn: 'أيًّا كان اختيارك، ستعود إلى التطبيق.',
  neverSees: 'لن يرى كلمة مرورك أبدًا.',
  noDecision: 'يُرجى اختيار «سماح» أو «رفض» للمتابعة.',
  pageTooOld: 'ظلّت الصفحة مفتوحة لفترة طويلة جدًا. لم يُتخذ أي قرار بعد: يُرجى الاختيار مرة أخرى.',
}

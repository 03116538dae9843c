import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted } from './formats.ts'

export const refusedRequests: Words['refusedRequests'] = {
  title: 'الطلبات المرفوضة',
  client: 'العميل',
  none: ({ days }) => `لم يُرفض أي طلب من هذا العميل خلال آخر ${daysOf(days)}.`,
  latest: ({ days }) => `أحدث الطلبات خلال آخر ${daysOf(days)}. يظهر الطلب هنا بعد ثانية تقريبًا.`,
  reason: 'السبب',
  when: 'الوقت',
  request: 'الطلب',
  error: 'الخطأ',
  why: 'لماذا رُفض الطلب؟',
  about: ({ code }) =>
    phrase`يتضمن كل ردّ خطأ من هذا الخادم ${code('error_uri')} يقود إلى السبب. تعرض هذه الصفحة جميع الطلبات المرفوضة لعميلك.`,
}

function daysOf(days: number): string {
  return counted(days, {
    zero: '# يوم',
    one: 'يوم',
    two: 'يومين',
    few: '# أيام',
    many: '# يومًا',
    other: '# يوم',
  })
}

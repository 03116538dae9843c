import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const clientSignIn: Words['clientSignIn'] = {
  one: {
    heading: 'هل أرسل عميلك هذا الطلب؟',
    promise: 'بمعرّف العميل وسرّه يظهر لك السبب الدقيق.',
    button: 'عرض السبب',
  },
  all: {
    heading: 'تسجيل الدخول بصفة عميلك',
    promise: 'يُرجى إدخال معرّف العميل وسرّه المستخدمين في المصادقة.',
    button: 'عرض الطلبات المرفوضة',
  },
  failed:
    'لم ينجح ذلك. يُرجى التحقق من معرّف العميل وسرّه. لا يمكن إلا للعميل الذي أرسل الطلب الاطّلاع على سببه.',
  id: 'معرّف العميل',
  secret: 'سرّ العميل',
  publicClient: ({ code }) =>
    phrase`العميل العام لا سرّ له. يوضّح الحقل ${code('error_description')} في ردوده سبب الخطأ، ويجد المشغّل بقية التفاصيل بواسطة المرجع.`,
}

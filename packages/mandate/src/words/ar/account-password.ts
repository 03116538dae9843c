import type { Words } from '../en/en.ts'

export const accountPassword: Words['accountPassword'] = {
  title: 'كلمة المرور',
  isSet: 'يمكنك تسجيل الدخول بكلمة مرور.',
  isNotSet: 'ليس لحسابك كلمة مرور.',
  change: 'تغيير كلمة مرورك',
  choose: 'اختيار كلمة مرور',
  whatEnds:
    'تبقى جلستك هنا مفتوحة، ويتم تسجيل خروجك من كل مكان آخر، وربما من بعض التطبيقات أيضًا. ستبقى التطبيقات الأخرى مرتبطة.',
  changed: 'تم تغيير كلمة مرورك',
  othersOut: 'تم تسجيل خروجك من كل متصفح آخر.',
}

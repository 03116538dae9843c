import type { Words } from '../en/en.ts'

export const accountNav: Words['accountNav'] = {
  apps: 'التطبيقات',
  security: 'الأمان',
  sessions: 'الجلسات',
  activity: 'النشاط',
  profile: 'الملف الشخصي',
  data: 'بياناتك',
  cancel: 'إلغاء',
  nothingToChoose: 'لا يوجد ما يمكنك تغييره في طريقة تسجيل دخولك.',
  signInAgain: 'يُرجى تسجيل الدخول مرة أخرى للمتابعة.',
  whyAgain: 'حرصًا على أمانك، يتطلب ذلك تسجيل دخول حديثًا.',
}

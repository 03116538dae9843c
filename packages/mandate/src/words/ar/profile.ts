import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const profile: Words['profile'] = {
  address: 'البريد الإلكتروني',
  name: 'الاسم',
  confirmed: 'مؤكَّد',
  notConfirmed: 'لم يُؤكَّد بعد',
  sendLink: 'إرسال رابط لتأكيده',
  waiting: ({ newEmail }) => phrase`أرسلنا رابطًا إلى ${newEmail}. يتغيّر بريدك الإلكتروني عند فتحه.`,
  cancelChange: 'إلغاء التغيير',
  newAddress: 'البريد الإلكتروني الجديد',
  howItChanges: 'نرسل رابطًا إلى البريد الجديد ونُعلم البريد القديم. لا يتغيّر شيء قبل فتح الرابط.',
  changeAddress: 'تغيير البريد الإلكتروني',
  askOperator: 'لتغيير بريدك الإلكتروني، يُرجى التواصل مع المسؤولين عن هذه الخدمة.',
  ofADirectory: ({ provider }) =>
    phrase`يأتي بريدك الإلكتروني من دليل المستخدمين لدى ${provider}. لتغييره، يُرجى التواصل مع المسؤولين عن ذلك الدليل.`,
  linkSent: ({ email }) => phrase`أرسلنا رابطًا إلى ${email}.`,
  tooOften: 'طُلبت عدة روابط بالفعل. يُرجى فتح أحدثها أو المحاولة لاحقًا.',
  isAddress: 'هذا هو بريدك الإلكتروني بالفعل.',
  cancelled: 'يبقى بريدك الإلكتروني كما هو.',
  noChange: 'لم يكن هناك تغيير لإلغائه.',
  language: 'اللغة',
  ofTheBrowser: 'كما في المتصفح',
  saveLanguage: 'حفظ',
  languageSaved: 'الصفحات والرسائل بهذه اللغة من الآن.',
}

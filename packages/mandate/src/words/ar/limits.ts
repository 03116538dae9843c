import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`حتى ${amount}`,
  calls: ({ times }) =>
    counted(times, {
      zero: 'لا مزيد من الاستدعاءات (#)',
      one: 'استدعاء واحد على الأكثر',
      two: 'استدعاءان على الأكثر',
      few: '# استدعاءات على الأكثر',
      many: '# استدعاءً على الأكثر',
      other: '# استدعاء على الأكثر',
    }),
  until: ({ time }) => phrase`حتى ${time}`,

  lowerHere: 'تحديد حدود أدنى',
  onlyLower: 'يمكن هنا خفض الحد فقط. يبقى الحد كما هو إذا لم يتغير حقله.',
  amountField: ({ currency }) => phrase`المبلغ، بعملة ${currency}`,
  callsField: 'عدد الاستدعاءات',
  untilField: 'حتى، بتوقيت UTC',
  lower: ({ client }) => phrase`خفض ${client}`,

  lowered: ({ client }) => phrase`أصبحت حدود ${client} أدنى الآن. يسري ذلك فورًا.`,
  unchanged: 'لم يتغير شيء: كل حد باقٍ كما كان.',
  higher: 'يمكن خفض الحد فقط. لأكثر من ذلك، على التطبيق أن يطلب موافقتك مجددًا.',
  unreadable: 'لا يمكن استخدام أحد الحدود. يُرجى التحقق من القيم المُدخلة.',
  past: 'يُرجى اختيار نهاية لم تحن بعد.',
}
